import tseslint from 'typescript-eslint';

const pure = [
  'packages/contracts/src/**',
  'packages/domain/src/**',
  'packages/errors/src/**',
  'packages/stream/src/**',
  'packages/destinations/src/**',
  'packages/resources/src/**',
  'packages/snippet/src/**',
];
const tests = ['**/*.test.ts', 'packages/testing/**', 'services/*/test/**', 'test/**'];

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/generated/**', '.local/**', 'coverage/**'] },
  ...tseslint.configs.strictTypeChecked.map(config => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // Numbers in messages read well as they are.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A union member given as its own type documents the wire even where it adds nothing to the checker.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // `void promise` says that something else owns it; a bare promise is refused.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Pure packages take what they need as arguments.' },
        { name: 'setTimeout', message: 'Pure packages do not wait.' },
        { name: 'setInterval', message: 'Pure packages do not wait.' },
        { name: 'fetch', message: 'Pure packages do no I/O.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      // Fakes follow asynchronous interfaces.
      '@typescript-eslint/require-await': 'off',
    },
  },
);
