import { checkoutChart } from '../lib/report/chart.mjs';
import { replaceSection } from '../lib/report/document.mjs';

describe('replaceSection', () => {
  const text = 'before\n<!-- bench idle -->\nold\n<!-- end -->\nafter\n';

  it('replaces a section and keeps the rest', () => {
    expect(replaceSection(text, 'idle', 'new')).toBe(text.replace('old', 'new'));
  });

  it('rejects a document without the section', () => {
    expect(() => replaceSection(text, 'checkout', 'new')).toThrow('<!-- bench checkout -->');
  });
});

describe('checkoutChart', () => {
  const point = (side: string, orders: number, rate: number) => ({
    name: '',
    side,
    round: 1,
    parameters: { orders, buyers: 8 },
    values: { 'checkouts/s': rate },
  });
  const sides = [{ label: 'before' }, { label: 'after' }];

  it('draws a line for each side', () => {
    const measured = [
      point('before', 0, 10),
      point('before', 3000, 1),
      point('after', 0, 30),
      point('after', 3000, 30),
    ];
    const svg = checkoutChart(measured, sides) ?? '';
    expect(svg).toContain('before');
    expect(svg.match(/<circle/g)).toHaveLength(4);
  });

  it('returns undefined if only one size was measured', () => {
    expect(checkoutChart([point('before', 0, 10)], sides)).toBeUndefined();
  });
});
