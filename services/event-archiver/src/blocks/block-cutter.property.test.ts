import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import { anEntry } from '../../test/builders.ts';
import { blockToken, type Block } from './block.ts';
import { createBlockCutter } from './block-cutter.ts';
import { encodePlan, unfinishedPlan } from './plan.ts';

const log = fc
  .uniqueArray(fc.nat(200), { minLength: 1, maxLength: 60 })
  .map(offsets => offsets.toSorted((one, other) => one - other));

const run = fc.record({
  maxRows: fc.integer({ min: 1, max: 8 }),
  maxBytes: fc.integer({ min: 1, max: 900 }),
  /** Blocks until this process dies; whether between plan and insert, insert and commit, or after the commit. */
  blocks: fc.integer({ min: 0, max: 4 }),
  diesAt: fc.constantFrom('planned', 'inserted', 'committed'),
});

it('however often it dies and however blocks are cut, each record is archived once', () => {
  fc.assert(
    fc.property(log, fc.array(run, { maxLength: 8 }), (offsets, runs) => {
      let committed = { offset: offsets[0] ?? 0, note: '' };
      const archived = new Map<string, readonly number[]>();
      const survivor = { maxRows: 5, maxBytes: 500, blocks: Infinity, diesAt: 'committed' as const };

      for (const { maxRows, maxBytes, blocks, diesAt } of [...runs, survivor]) {
        const limits = { maxRows, maxBytes, maxAgeMs: 1 };
        const unfinished = unfinishedPlan(committed);
        const cutter = createBlockCutter({ topic: 't', partition: 0, limits, unfinished });
        const cut: Block[] = offsets
          .filter(offset => offset >= committed.offset)
          .flatMap(offset => cutter.add(anEntry(offset), 0));
        cut.push(...[cutter.close()].filter(block => block !== undefined));

        for (const [index, block] of cut.slice(0, blocks).entries()) {
          const isLast = index === blocks - 1;
          committed = { offset: block.from, note: encodePlan(block) };
          if (isLast && diesAt === 'planned') break;
          const token = blockToken(block);
          const rows = block.entries.map(({ source }) => source.offset);
          // A block repeated under its name is the same block.
          expect(archived.get(token) ?? rows).toEqual(rows);
          archived.set(token, rows);
          if (isLast && diesAt === 'inserted') break;
          committed = { offset: block.next, note: '' };
        }
      }
      expect([...archived.values()].flat().toSorted((one, other) => one - other)).toEqual(offsets);
    }),
  );
});
