#!/usr/bin/env node
// @ts-check
// Evaluates the network policies as they would be applied: each program reaches the programs that it is configured to
// reach, and nothing else. Needs kubectl and no cluster; not every cluster enforces policies, Minikube does with
// `--cni=calico`.
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
  report.step(`${overlay}: no expected flow is denied and no other is allowed`, violations);
  if (report.failed) report.exit();

  // Mutation testing: an evaluation that finds nothing proves nothing until it finds mistakes.
  for (const { name, copy, violation } of mutations(objects)) {
    const found = evaluate(copy).violations;
    const step = `${overlay}: ${name} is found: ${violation}`;
    report.step(step, found.includes(violation) ? [] : [`${violation}: not found`, ...found]);
    if (report.failed) report.exit();
  }
}
report.exit();
