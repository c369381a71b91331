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

/** Recording rules with a series for each service, whether or not it has a container. */
export const expectedServices = yamlOf(
  'compose/observability/expected-services.yml',
  'One series per service, because a service without containers has no `up` series.',
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
