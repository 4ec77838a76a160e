import { describe, expect, it } from '@jest/globals';
import { TransientError } from '@millrace/errors';

import { createMemoryTopic, type MemoryTopic } from './fakes/memory-config-log.ts';
import { answer, change, refuse, type Decision } from './decision.ts';
import { createResourceWriter, type ResourceWriter } from './resource-writer.ts';
import { workspaceView, type WorkspaceView } from './workspace-view.ts';

const process = (topic: MemoryTopic, maxWaiting = 1_000): { writer: ResourceWriter; view: WorkspaceView } => {
  const { configLog, table } = topic.join();
  const view = workspaceView(table, 'acme');
  const writer = createResourceWriter({
    configLog,
    view,
    now: () => 1,
    maxWaiting,
    onWritten: () => undefined,
  });
  return { writer, view };
};

/** Counts in the name of a space: a lost update shows as a missing step. */
const countUp = (view: WorkspaceView): Decision<string> => {
  const count = Number(view.byId('space', 'spa_1')?.name ?? 0) + 1;
  const spec = { name: String(count) };
  return change(
    [{ kind: 'space', id: 'spa_1', slug: 'counter', spec }],
    () => view.byId('space', 'spa_1')?.name ?? '',
  );
};

describe('resource writer', () => {
  it('answers from what the topic holds, with versions counted up', async () => {
    const { writer, view } = process(createMemoryTopic());
    expect(await writer.write('ann', () => countUp(view))).toEqual({ kind: 'answer', answer: '1' });
    expect(await writer.write('bob', () => countUp(view))).toEqual({ kind: 'answer', answer: '2' });
    expect(view.byId('space', 'spa_1')).toMatchObject({ version: 2, updatedBy: 'bob', updatedAt: 1 });
  });

  it('writes nothing where nothing changes', async () => {
    const topic = createMemoryTopic();
    const { writer } = process(topic);
    const same = (): Decision<string> =>
      change([{ kind: 'space', id: 'spa_1', slug: 'shop', spec: { name: 'Shop' } }], () => 'done');
    await writer.write('ann', same);
    expect(await writer.write('ann', same)).toEqual({ kind: 'answer', answer: 'done' });
    expect(topic.records).toHaveLength(1);
  });

  it('loses no update of several processes that write at once', async () => {
    const topic = createMemoryTopic();
    const processes = [process(topic), process(topic), process(topic)];
    const writes = processes.flatMap(({ writer, view }) =>
      Array.from({ length: 10 }, () => writer.write('ann', () => countUp(view))),
    );
    const outcomes = await Promise.all(writes);
    expect(outcomes.every(({ kind }) => kind === 'answer')).toBe(true);
    expect(topic.records.map(({ value }) => value?.version)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(topic.records.at(-1)?.value?.spec).toBe('{"name":"30"}');
  });

  it('refuses nothing that another process has made right in the meantime', async () => {
    const topic = createMemoryTopic();
    const [left, right] = [process(topic), process(topic)];
    const lookUp = (): Decision<string> =>
      left.view.byId('space', 'spa_1') === undefined ? refuse(404, 'not-found', 'no space') : answer('found');
    expect(await left.writer.write('ann', lookUp)).toMatchObject({ status: 404 });
    await right.writer.write('bob', () => countUp(right.view));
    expect(await left.writer.write('ann', lookUp)).toEqual({ kind: 'answer', answer: 'found' });
  });

  it('refuses more waiting changes than its bound, and any once it stops', async () => {
    const { writer, view } = process(createMemoryTopic(), 2);
    const writes = [1, 2, 3].map(() => writer.write('ann', () => countUp(view)));
    const outcomes = await Promise.all(writes);
    expect(outcomes.map(outcome => (outcome.kind === 'refusal' ? outcome.status : outcome.answer))).toEqual([
      '1',
      '2',
      429,
    ]);
    await writer.close();
    expect(await writer.write('ann', () => answer('x'))).toMatchObject({ kind: 'refusal', status: 503 });
  });

  it('goes on after a write that failed', async () => {
    const { writer, view } = process(createMemoryTopic());
    const failing = writer.write('ann', () => {
      throw new TransientError('broker-unavailable', 'away');
    });
    await expect(failing).rejects.toThrow('away');
    expect(await writer.write('ann', () => countUp(view))).toEqual({ kind: 'answer', answer: '1' });
  });
});
