/**
 * Reports the progress of a task: in one updating line in a terminal, otherwise a line at each quarter.
 * @param {string} name @param {number} total
 * @returns {(done: number) => void}
 */
export function progress(name, total) {
  const quarter = Math.ceil(total / 4);
  return (done) => {
    const text = `  ${name.padEnd(9)} ${done} of ${total}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${text}${done === total ? '\n' : ''}`);
    else if (done % quarter === 0 || done === total) console.log(text);
  };
}
