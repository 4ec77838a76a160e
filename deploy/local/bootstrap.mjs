// Runs a command with the workspace's tools, on any machine that has Node 20 and npm:
//   node deploy/local/bootstrap.mjs jest --selectProjects rule
// Puts the pinned pnpm in .local/tools, installs the locked dependencies when they changed, then runs the
// command with node_modules/.bin (and so Node 24) first on the PATH. Plain JavaScript: the machine's Node reads it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const binaries = join(repository, 'node_modules', '.bin');
const environment = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` };

checkNodeVersion();
if (!dependenciesAreCurrent()) installDependencies(pnpmOfWorkspace());
const [command, ...commandArguments] = process.argv.slice(2);
if (command !== undefined)
  exitLike(spawnSync(command, commandArguments, { stdio: 'inherit', env: environment }), command);

function checkNodeVersion() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.versions.node} is too old to start with.`, 'Install Node 20 or later.');
  }
}

/** pnpm keeps the lock file it installed; the same text means that nothing has to be done. */
function dependenciesAreCurrent() {
  const installed = join(repository, 'node_modules', '.pnpm', 'lock.yaml');
  return (
    existsSync(join(binaries, 'node')) &&
    existsSync(installed) &&
    readFileSync(installed, 'utf8') === readFileSync(join(repository, 'pnpm-lock.yaml'), 'utf8')
  );
}

function pnpmOfWorkspace() {
  const { packageManager } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const tools = join(repository, '.local', 'tools', packageManager.replace('@', '-'));
  const pnpm = join(tools, 'node_modules', '.bin', 'pnpm');
  if (!existsSync(pnpm)) {
    mkdirSync(tools, { recursive: true });
    console.log(`Installing ${packageManager} in .local/tools ...`);
    const npm = ['install', '--prefix', tools, '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
    const result = spawnSync('npm', [...npm, packageManager], { stdio: 'inherit' });
    if (result.error)
      fail('npm is not on the PATH.', 'Install npm (apt-get install npm), then run make again.');
    if (result.status !== 0) failOnNetwork(`npm could not install ${packageManager}.`);
  }
  return pnpm;
}

function installDependencies(pnpm) {
  console.log('Installing the dependencies ...');
  // The version is pinned in package.json and is the one that runs; the lock file need not say it again.
  const flags = ['--frozen-lockfile', '--pm-on-fail=ignore', '--reporter', 'append-only'];
  const result = spawnSync(pnpm, ['install', ...flags], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...environment, CI: 'true' },
  });
  if (result.status !== 0) failOnNetwork('pnpm could not install the dependencies.');
}

function failOnNetwork(problem) {
  fail(
    problem,
    'The reason is above. Without a network, connect and run make again: what is already downloaded is kept.',
  );
}

function fail(problem, remedy) {
  console.error(`${problem}\n  ${remedy}`);
  process.exit(1);
}

function exitLike(result, command) {
  if (result.error) fail(`${command} could not be started: ${result.error.message}`, 'Run make again.');
  process.exit(result.status ?? 1);
}
