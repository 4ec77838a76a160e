import { describe, expect, it } from '@jest/globals';
import { createGate } from './gate.ts';

const gateOf = (limit: number, maxWaiting: number) =>
  createGate({ limit, maxWaiting, onFull: () => new Error('full') });
const patient = new AbortController().signal;

describe('a gate', () => {
  it('lets the next in when one leaves, in the order they came', async () => {
    const gate = gateOf(1, 2);
    const leave = await gate.enter(patient);
    const order: number[] = [];
    const waiting = [1, 2].map(n => gate.enter(patient).then(next => (order.push(n), next)));
    expect(order).toEqual([]);
    leave();
    (await waiting[0])?.();
    await waiting[1];
    expect(order).toEqual([1, 2]);
  });

  it('refuses when the line is full', async () => {
    const gate = gateOf(1, 0);
    await gate.enter(patient);
    await expect(gate.enter(patient)).rejects.toThrow('full');
  });

  it('takes who gives up out of the line', async () => {
    const gate = gateOf(1, 1);
    const leave = await gate.enter(patient);
    const impatient = new AbortController();
    const waiting = gate.enter(impatient.signal);
    impatient.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const next = gate.enter(patient);
    leave();
    await expect(next).resolves.toBeInstanceOf(Function);
  });

  it('counts leaving once', async () => {
    const gate = gateOf(1, 0);
    const leave = await gate.enter(patient);
    leave();
    leave();
    await gate.enter(patient);
    await expect(gate.enter(patient)).rejects.toThrow('full');
  });
});
