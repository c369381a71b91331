import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findings } from './findings.mjs';

// Checks the words of documents, comments, messages and names: npm run lint:prose [FILE...]. All tracked files by default.

const TEXT =
  /\.(md|tsx?|mjs|sh|go|ya?ml|css|py)$|(^|\/)(Justfile|Dockerfile|run|\.env\.example|pre-commit|commit-msg)$/;
const LEFT_OUT = /^tools\/prose\/|^k8s\/base\//;

const tracked = execFileSync('git', ['ls-files', '-z', '--', ...process.argv.slice(2)], { encoding: 'utf8' });
const files = tracked.split('\0').filter((file) => TEXT.test(file) && !LEFT_OUT.test(file));
const found = files.flatMap((file) =>
  findings(file, readFileSync(file, 'utf8')).map((one) => ({ file, ...one })),
);
for (const { file, line, found: words, instead } of found) {
  console.error(`${file}:${line}: write ${instead}, not "${words}"`);
}
if (found.length > 0) {
  console.error(
    `${found.length} findings. The rules are in tools/prose/vocabulary.mjs; words in backticks are exempt.`,
  );
  process.exitCode = 1;
}
