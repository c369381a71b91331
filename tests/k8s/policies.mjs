#!/usr/bin/env node
// @ts-check
// Who may talk to whom in Kubernetes, read from the network policies as they would be applied: each program reaches what
// it is told to reach, and nothing else. Needs kubectl and no cluster; not every cluster enforces policies, Minikube
// does with `--cni=calico`.
//   tests/k8s/policies.mjs [OVERLAY...]
import { readdirSync } from 'node:fs';
import { faulty } from './network/faulty.mjs';
import { judge } from './network/judge.mjs';
import { render } from './network/render.mjs';

process.chdir(new URL('../..', import.meta.url).pathname);
const given = process.argv.slice(2);
let steps = 0;

/** @param {string} sentence */
function passed(sentence) {
  steps += 1;
  console.log(`ok    ${sentence}`);
}

/** @param {string[]} sentences */
function fail(sentences) {
  for (const sentence of sentences) console.log(`FAIL  ${sentence}`);
  process.exit(1);
}

for (const overlay of given.length ? given : readdirSync('k8s/overlays')) {
  const things = render(overlay);
  const verdict = judge(things);
  for (const sentence of verdict.passed) passed(`${overlay}: ${sentence}`);
  if (verdict.faults.length > 0) fail(verdict.faults.map((sentence) => `${overlay}: ${sentence}`));

  // A judge who finds nothing wrong has to be seen finding what is.
  for (const { name, copy, sentence } of faulty(things)) {
    const { faults } = judge(copy);
    if (!faults.includes(sentence)) fail([`${overlay}: ${name} is not found: ${sentence}`, ...faults]);
    passed(`${overlay}: ${name} is found: ${sentence}`);
  }
}
console.log(`${steps} steps passed`);
