/** A check without tests: it passes or it fails. */
export type Check = { readonly name: string; readonly command: readonly string[] };

const node = process.execPath;

/** Everything `make check` runs before the tests, cheapest first. */
export const checks: readonly Check[] = [
  { name: 'generated files', command: [node, 'tools/generate.ts', '--check'] },
  { name: 'schema compatibility', command: [node, 'tools/check-compatibility.ts'] },
  { name: 'format', command: ['node_modules/.bin/prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'types', command: ['node_modules/.bin/tsc', '--project', 'tsconfig.json'] },
  { name: 'lint', command: ['node_modules/.bin/eslint', '.'] },
  {
    name: 'boundaries',
    command: [
      'node_modules/.bin/depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'packages',
      'services',
      'deploy',
      'tools',
      'test',
    ],
  },
  { name: 'unused code and dependencies', command: ['node_modules/.bin/knip', '--no-config-hints'] },
];
