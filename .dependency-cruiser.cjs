/** Who may import whom (deny by default): pure packages <- runtime and adapters <- services. */
const PURE = '^packages/(contracts|domain|errors|intake|oauth|stream|destinations|resources|snippet)/';
const SHELL = '^packages/(stream-runtime|telemetry|config|sandbox|adapters/[^/]+)/';
const NOT_PROD = '(\\.test\\.ts|/(bench|fixtures|test)/.*)$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-imports-pure',
      severity: 'error',
      from: { path: PURE, pathNot: NOT_PROD },
      to: { path: '^(packages|services|deploy|test|tools)/', pathNot: PURE },
    },
    {
      name: 'pure-does-no-io',
      comment: 'What node:crypto and node:zlib do at once is computation.',
      severity: 'error',
      from: { path: PURE, pathNot: NOT_PROD },
      to: {
        dependencyTypes: ['core'],
        pathNot: '^(node:)?(buffer|crypto|zlib|assert|util|url)$',
      },
    },
    {
      name: 'shell-imports-down',
      severity: 'error',
      from: { path: SHELL, pathNot: NOT_PROD },
      to: { path: '^(services|deploy|test|tools|packages/(testing|cli))/' },
    },
    {
      name: 'services-are-islands',
      comment: 'Services meet in schemas/ only.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^(services|deploy|test|tools)/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-main-and-stores-import-adapters',
      severity: 'error',
      from: {
        path: '^services/[^/]+/src/',
        pathNot: ['^services/[^/]+/src/(main|stores/.*)\\.ts$', NOT_PROD],
      },
      to: { path: '^packages/adapters/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-entry-a-package',
      comment: 'Nobody imports the inner path of another package.',
      severity: 'error',
      from: { path: '^(packages/(?:adapters/)?[^/]+|services/[^/]+|deploy/[^/]+|test|tools)/' },
      to: {
        path: '^packages/(?:adapters/)?[^/]+/',
        pathNot: ['^$1/', '^packages/(?:adapters/)?[^/]+/src/index\\.ts$'],
      },
    },
    {
      name: 'no-dev-code-in-production',
      severity: 'error',
      from: { path: '^(services|packages/(?!testing))', pathNot: [NOT_PROD, '/fakes/'] },
      to: { path: '^packages/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/|^\\.local/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node'] },
  },
};
