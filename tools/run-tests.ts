/**
 * What `make test` and CI run: the checks, the tests that need nothing, then the tests that need the local stack, on a stack of
 * their own. Ends with the real counts on a line of their own. `--level rule,property` runs some levels only.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { checks } from './run-tests/checks.ts';
import { addCounts, countsLine, noCounts, type Counts } from './run-tests/counts.ts';

const root = join(import.meta.dirname, '..');
const home = join(root, '.local', 'test');
const portBase = process.env['MILLRACE_TEST_PORT_BASE'] ?? '27700';
const stackEnvironment = {
  MILLRACE_HOME: home,
  MILLRACE_DOWNLOADS: join(root, '.local', 'downloads'),
  MILLRACE_PORT_BASE: portBase,
  // Behind the ports of the stack; the test of traces listens there.
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${Number(portBase) + 40}`,
};
const { values: options } = parseArgs({
  options: { level: { type: 'string' }, 'skip-checks': { type: 'boolean', default: false } },
});
const levels = new Set((options.level ?? 'rule,property,topology,integration,e2e').split(','));

mkdirSync(home, { recursive: true });
let counts: Counts = noCounts;
if (!options['skip-checks'])
  for (const check of checks)
    counts = addCounts(counts, run(check.name, check.command) ? noCounts : { passed: 0, failed: 1 });
const alone = ['rule', 'property', 'topology'].filter(level => levels.has(level));
if (alone.length > 0) counts = addCounts(counts, jest(alone));
const onStack = ['integration', 'e2e'].filter(level => levels.has(level));
if (onStack.length > 0) counts = addCounts(counts, testOnStack(onStack));

process.stdout.write(`\n${countsLine(counts)}\n`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

function testOnStack(projects: readonly string[]): Counts {
  const stack = (command: string): boolean =>
    run(`local stack: ${command}`, ['make', '--silent', command], stackEnvironment);
  stack('reset');
  if (!stack('up')) {
    stack('down');
    return { passed: 0, failed: 1 };
  }
  try {
    return jest(projects, ['--runInBand'], {
      MILLRACE_ENDPOINTS: join(home, 'endpoints.json'),
      ...stackEnvironment,
    });
  } finally {
    stack('down');
  }
}

function jest(
  projects: readonly string[],
  extra: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Counts {
  const report = join(home, `jest-${projects.join('-')}.json`);
  const command = [
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    ...projects,
    '--json',
    `--outputFile=${report}`,
    ...extra,
  ];
  run(
    `tests: ${projects.join(', ')}`,
    [process.execPath, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...command],
    environment,
  );
  return readReport(report);
}

function readReport(path: string): Counts {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run(title: string, command: readonly string[], environment: NodeJS.ProcessEnv = {}): boolean {
  process.stdout.write(`\n== ${title}\n`);
  const [program = '', ...args] = command;
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      ...environment,
    },
  });
  return status === 0;
}
