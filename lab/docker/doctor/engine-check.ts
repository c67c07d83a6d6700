import { type Check, isError, ok, problem, warning } from './check.ts';

const OLDEST_MAJOR = 20;

/** An engine answers, and is new enough. */
export const engineCheck: Check = {
  check: 'engine',
  title: 'Container engine',
  async look({ engine, host }) {
    if (isError(engine)) {
      const { message, help } = engine;
      const where = help.place === undefined ? '' : ` at ${help.place}`;
      if (engine.code !== 'engine-missing' || host.program('docker') !== undefined || host.platform !== 'linux') {
        return problem(`${message}${where}`, ...(help.hint === undefined ? [] : [help.hint]));
      }
      return problem(`Docker is not installed: ${message}${where}`, ...installation(host.distribution));
    }
    const { version, apiVersion, address } = engine;
    const place = `${address.host} (${address.source})`;
    const major = Number.parseInt(version, 10);
    if (major < OLDEST_MAJOR) {
      return problem(`version ${version} at ${place} is older than ${OLDEST_MAJOR}.10`, 'update Docker');
    }
    const info = (await engine.docker.info()) as { OSType?: string; IPv4Forwarding?: boolean };
    if (info.OSType === 'windows') {
      return problem('it runs Windows containers', 'Docker Desktop: Switch to Linux containers');
    }
    if (info.IPv4Forwarding === false) {
      return warning(
        `version ${version} at ${place}; this host does not forward IPv4: phones reach no further than the UPF`,
        'sudo sysctl -w net.ipv4.ip_forward=1',
      );
    }
    return ok(`version ${version}, API ${apiVersion}, at ${place}`);
  },
};

function installation(distribution: string): string[] {
  if (/debian|ubuntu/.test(distribution)) {
    return ['curl -fsSL https://get.docker.com | sudo sh', 'or the distribution’s: sudo apt install docker.io'];
  }
  if (/fedora|rhel|centos/.test(distribution)) {
    return ['https://docs.docker.com/engine/install/fedora/', 'or: sudo dnf install moby-engine docker-compose'];
  }
  if (/arch/.test(distribution)) return ['sudo pacman -S docker docker-compose docker-buildx'];
  return ['https://docs.docker.com/engine/install/'];
}
