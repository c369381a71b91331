const VARIABLE = /^\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])|\}))/;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+alternative}`, `${NAME:?message}`, the same without the colon,
 * and `$$`, as Docker Compose does.
 * @param {string} text
 * @param {(name: string) => string | undefined} lookup
 * @throws {Error} if a required variable is missing, or a `${` begins nothing of these
 */
export function interpolate(text, lookup) {
  let result = '';
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$')) {
    result += text.slice(0, at);
    const match = VARIABLE.exec(text.slice(at));
    if (!match && text.startsWith('${', at)) throw new Error(`${text.slice(at)} is not a variable`);
    const [begin, dollar, plain, braced = '', operator] = match ?? ['$', '$'];
    text = text.slice(at + begin.length);
    if (dollar) result += '$';
    else if (!operator) result += lookup(plain ?? braced) ?? '';
    else {
      const end = closingBrace(text);
      result += substitute(braced, operator, text.slice(0, end), lookup);
      text = text.slice(end + 1);
    }
  }
  return result + text;
}

/** @param {string} text @returns {number} the position of the brace that closes an expression */
function closingBrace(text) {
  let depth = 1;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return index;
  }
  throw new Error('a brace is not closed');
}

/** @param {string} name @param {string} operator @param {string} word @param {(name: string) => string | undefined} lookup */
function substitute(name, operator, word, lookup) {
  const value = lookup(name);
  const isSet = operator.startsWith(':') ? Boolean(value) : value !== undefined;
  if (operator.endsWith('+')) return isSet ? interpolate(word, lookup) : (value ?? '');
  if (isSet) return value ?? '';
  if (operator.endsWith('-')) return interpolate(word, lookup);
  throw new Error(`${name} is missing: ${interpolate(word, lookup)}`);
}
