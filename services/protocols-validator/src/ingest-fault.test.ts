import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { Event } from '@millrace/contracts';
import { anEvent } from '@millrace/testing';

import { contextRules } from './context-rules.ts';
import { ingestFault } from './ingest-fault.ts';
import { ingestRules } from './ingest-rules.ts';

type Case = { readonly shows: string; readonly event: Partial<Event>; readonly code: string | null };

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).map(file => ({
  file,
  cases: JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[],
}));

describe.each(cases)('ingest rules, $file', ({ cases: ofFile }) => {
  it.each(ofFile)('$shows: $code', ({ event, code }) => {
    expect(ingestFault(anEvent(event))?.code ?? null).toBe(code);
  });
});

describe('ingest rules', () => {
  it('have a case for every code', () => {
    const shown = new Set(cases.flatMap(file => file.cases.map(({ code }) => code)));
    const declared = [...ingestRules, ...contextRules.flatMap(({ rules }) => rules)];
    expect(declared.filter(({ code }) => !shown.has(code))).toEqual([]);
  });

  it('tell a person what to do', () => {
    const fault = ingestFault(anEvent({ type: 'group', groupId: null }));
    expect(fault?.detail).toBe('A group call must have a groupId.');
    expect(ingestFault(anEvent({ refusal: 'bot' }))?.detail).toContain('Set its bots to flag');
  });
});
