import { describe, expect, it } from '@jest/globals';
import { javaMajorVersion } from './java-runtime.ts';

describe('javaMajorVersion', () => {
  it.each([
    ['openjdk version "25.0.2" 2026-01-20 LTS', 25],
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['command not found', undefined],
  ])('of %j is %j', (text, expected) => {
    expect(javaMajorVersion(text)).toBe(expected);
  });
});
