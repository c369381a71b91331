import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findings } from './findings.mjs';

// Checks the words of documents, comments, messages and names: npm run lint:prose [FILE...]. All files by default, except
// those that Git ignores.

const TEXT =
  /\.(md|tsx?|mjs|sh|go|ya?ml|css|py)$|(^|\/)(Justfile|Dockerfile|run|\.env\.example|pre-commit|commit-msg)$/;
const LEFT_OUT = /^tools\/prose\/|^k8s\/base\//;

const options = ['-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--'];
const listed = execFileSync('git', ['ls-files', ...options, ...process.argv.slice(2)], { encoding: 'utf8' });
// Git also lists deleted files until the deletion is staged.
const files = listed
  .split('\0')
  .filter((file) => TEXT.test(file) && !LEFT_OUT.test(file) && existsSync(file));
const found = files.flatMap((file) =>
  findings(file, readFileSync(file, 'utf8')).map((one) => ({ file, ...one })),
);
for (const { file, line, found: words, instead } of found) {
  console.error(`${file}:${line}: write ${instead}, not "${words}"`);
}
if (found.length > 0) {
  console.error(`${found.length} findings. The rules are in tools/prose/vocabulary.mjs.`);
  process.exitCode = 1;
}
