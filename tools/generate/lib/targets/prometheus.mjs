import { yamlFromTemplate, yamlOf } from '../generated-file.mjs';
import { inline, insert } from '../yaml-nodes.mjs';

export const prometheus = yamlFromTemplate(
  'compose/observability/prometheus.yml',
  ([document], { services }) =>
    insert(
      document,
      ['scrape_configs', 0, 'dns_sd_configs', 0, 'names'],
      services.map(({ name }) => name),
    ),
);

/** A series for each service that has to run, whether it has a container or not. */
export const expectedServices = yamlOf(
  'compose/observability/expected-services.yml',
  'The services that have to run. Of one without any container there is not even a zero: its series `up` is gone.',
  ({ services }) => [
    {
      groups: [
        {
          name: 'expected services',
          rules: services.map(({ name }) => ({
            record: 'service_expected',
            expr: 'vector(1)',
            labels: inline({ service: name }),
          })),
        },
      ],
    },
  ],
);
