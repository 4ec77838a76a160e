/** One project per level of test (STYLE: rule, case, property, topology, contract, integration, end to end). */
const level = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.local/'],
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  ...extra,
});

export default {
  projects: [
    level('rule', [
      '**/src/**/!(*.property|*.int|topology).test.ts',
      '**/tools/**/*.test.ts',
      '<rootDir>/test/!(e2e)/**/*.test.ts',
    ]),
    level('property', ['**/*.property.test.ts']),
    level('topology', ['**/topology.test.ts']),
    level('integration', ['**/*.int.test.ts']),
    level('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], {
      // Jest takes a project's `testTimeout` for nothing.
      setupFilesAfterEnv: ['<rootDir>/test/e2e/story-timeout.js'],
    }),
  ],
};
