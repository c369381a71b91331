#!/usr/bin/env node
// @ts-check
// Evaluates the rendered network policies: each program can reach the programs in its configuration, and nothing else.
// Needs kubectl but no cluster, because not every cluster enforces policies. Minikube does with `--cni=calico`.
//   tests/k8s/policies.mjs [OVERLAY...]
import { readdirSync } from 'node:fs';
import { StepReport } from '../step-report.mjs';
import { evaluate } from './network/evaluate.mjs';
import { mutations } from './network/mutations.mjs';
import { render } from './network/render.mjs';

process.chdir(new URL('../..', import.meta.url).pathname);
const overlays = process.argv.slice(2);
const report = new StepReport();

for (const overlay of overlays.length ? overlays : readdirSync('k8s/overlays')) {
  const objects = render(overlay);
  const { passed, violations } = evaluate(objects);
  for (const sentence of passed) report.step(`${overlay}: ${sentence}`);
  report.step(`${overlay}: the policies allow exactly the expected flows`, violations);
  if (report.failed) report.exit();

  // Mutation testing: proves that the evaluation finds mistakes.
  for (const { name, copy, violation } of mutations(objects)) {
    const found = evaluate(copy).violations;
    const step = `${overlay}: the evaluation finds ${name}: ${violation}`;
    report.step(step, found.includes(violation) ? [] : [`${violation}: not found`, ...found]);
    if (report.failed) report.exit();
  }
}
report.exit();
