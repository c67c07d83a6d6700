import { arch, cpus, platform, release, totalmem } from 'node:os';
import { int64Value, type Plain } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { HOST_NAME, POSED_VERSION } from './handshake.ts';
import type { Request } from './request.ts';

export const DIAGNOSTIC_COMMANDS: CommandTable = {
  buildInfo: { fields: [], run: buildInfo },
  buildinfo: { fields: [], run: buildInfo },
  serverStatus: { fields: ['*'], run: serverStatus },
  hostInfo: { fields: [], adminOnly: true, run: hostInfo },
  getParameter: { fields: ['*'], adminOnly: true, run: getParameter },
  setParameter: { fields: ['*'], adminOnly: true, run: () => ({ was: null }) },
  getCmdLineOpts: { fields: [], adminOnly: true, run: () => ({ argv: ['embedded-mongo'], parsed: {} }) },
  getLog: { fields: [], adminOnly: true, run: getLog },
  currentOp: { fields: ['*'], adminOnly: true, run: () => ({ inprog: [] }) },
  fsync: { fields: ['lock', 'async'], adminOnly: true, run: () => ({ numFiles: 1 }) },
  getFreeMonitoringStatus: { fields: [], adminOnly: true, run: () => ({ state: 'disabled' }) },
  replSetGetStatus: { fields: [], adminOnly: true, run: noReplicaSet },
  atlasVersion: { fields: [], adminOnly: true, run: notAtlas },
  getDefaultRWConcern: {
    fields: ['inMemory'],
    adminOnly: true,
    run: () => ({ defaultReadConcern: { level: 'local' } }),
  },
};

function buildInfo(): Reply {
  return {
    version: POSED_VERSION,
    gitVersion: 'embedded',
    modules: ['mvnolab-embedded'],
    allocator: 'v8',
    javascriptEngine: 'none',
    sysInfo: 'deprecated',
    versionArray: [...POSED_VERSION.split('.').map(Number), 0],
    openssl: { running: 'disabled', compiled: 'disabled' },
    bits: 64,
    debug: false,
    maxBsonObjectSize: 16 * 1024 * 1024,
    storageEngines: ['mvnolab-embedded'],
  };
}

function serverStatus(_: Request, context: CommandContext): Reply {
  const uptime = (Date.now() - context.startedAtMs) / 1000;
  const memory = process.memoryUsage();
  return {
    host: context.address,
    version: POSED_VERSION,
    process: 'mongod',
    pid: int64Value(BigInt(process.pid)),
    uptime,
    uptimeMillis: int64Value(BigInt(Math.round(uptime * 1000))),
    localTime: new Date(),
    connections: { current: context.connections, available: 10_000, totalCreated: context.connectionsEver },
    mem: { bits: 64, resident: Math.round(memory.rss / 1_048_576), virtual: Math.round(memory.heapTotal / 1_048_576) },
    metrics: { cursor: { open: { total: int64Value(BigInt(context.cursors.size)) } } },
    storageEngine: { name: 'mvnolab-embedded', persistent: context.store.isDurable },
  };
}

function hostInfo(): Reply {
  return {
    system: {
      currentTime: new Date(),
      hostname: HOST_NAME,
      cpuAddrSize: 64,
      memSizeMB: Math.round(totalmem() / 1_048_576),
      numCores: cpus().length,
      cpuArch: arch(),
    },
    os: { type: platform(), name: platform(), version: release() },
    extra: {},
  };
}

/** Parameters that clients and tests ask about. */
const PARAMETERS: Readonly<Record<string, Plain>> = {
  featureCompatibilityVersion: { version: POSED_VERSION.split('.').slice(0, 2).join('.') },
  authenticationMechanisms: [],
  requireApiVersion: false,
  enableTestCommands: true,
  transactionLifetimeLimitSeconds: 60,
};

function getParameter(request: Request): Reply {
  const wanted = request.value('getParameter');
  const all = wanted?.type === 0x02 && wanted.text() === '*';
  const found: Record<string, Plain> = {};
  const reader = request.body.fields();
  for (const [name, value] of Object.entries(PARAMETERS)) if (all) found[name] = value;
  while (reader.next()) {
    const value = PARAMETERS[reader.name];
    if (value !== undefined) found[reader.name] = value;
  }
  if (Object.keys(found).length === 0) throw new CommandError('InvalidOptions', 'no option found to get');
  return found;
}

function getLog(request: Request, context: CommandContext): Reply {
  const wanted = request.text('getLog');
  if (wanted === '*') return { names: ['global', 'startupWarnings'] };
  if (wanted !== 'global' && wanted !== 'startupWarnings') {
    throw new CommandError('OperationFailed', `no RamLog named: ${wanted}`);
  }
  return { totalLinesWritten: context.warnings.length, log: context.warnings };
}

function noReplicaSet(): never {
  throw new CommandError(76, 'not running with --replSet');
}

function notAtlas(): never {
  throw new CommandError('CommandNotFound', "no such command: 'atlasVersion'");
}
