import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Addresses of the link to the guest. */
export const HOST_ADDRESS = '10.99.0.1';
export const GUEST_ADDRESS = '10.99.0.2';

/** Debian packages that the guest needs, by a file of each. */
export const GUEST_PACKAGES: Readonly<Record<string, string>> = {
  'user-mode-linux': '/usr/bin/linux.uml',
  kmod: '/sbin/modprobe',
  iproute2: '/sbin/ip',
  python3: '/usr/bin/python3',
};

/**
 * A Linux kernel of its own as a process, so that the kernel's SCTP can be a peer even where the host's has none: root file system of
 * the host, read-only; a TAP device in this network namespace; UDP encapsulation on port 9899 both ways. Runs a Python program and halts.
 */
export class UserModeLinux {
  private readonly folder = mkdtempSync(join(tmpdir(), 'mvnolab-uml-'));
  private readonly child: ChildProcess;
  private readonly waiting = new Set<() => void>();
  private ended = false;
  log = '';

  /** `program` is Python; `sysctls` are set after the sctp module is loaded. */
  constructor(program: string, sysctls: Readonly<Record<string, number>> = {}) {
    run('ip', 'link', 'set', 'lo', 'up');
    run('ip', 'tuntap', 'add', 'tap0', 'mode', 'tap');
    run('ip', 'addr', 'add', `${HOST_ADDRESS}/24`, 'dev', 'tap0');
    run('ip', 'link', 'set', 'tap0', 'up');
    const programPath = join(this.folder, 'peer.py');
    const initPath = join(this.folder, 'init.sh');
    writeFileSync(programPath, program);
    writeFileSync(initPath, initScript(programPath, sysctls), { mode: 0o755 });
    const options = ['mem=96M', 'rootfstype=hostfs', 'rootflags=/', 'ro', `init=${initPath}`];
    const devices = ['eth0=tuntap,tap0', 'con=null', 'con0=null,fd:1', 'quiet'];
    this.child = spawn('/usr/bin/linux.uml', [...options, ...devices], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: this.folder, TMPDIR: this.folder },
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.setEncoding('utf8').on('data', this.hear);
    this.child.once('close', () => {
      this.ended = true;
      this.hear('');
    });
  }

  /** Waits for a line of the guest's; rejects with its whole log when it ends before, or after `timeoutMs`. */
  async says(text: string, timeoutMs = 30_000): Promise<void> {
    await this.until(() => this.log.includes(text), `'${text}'`, timeoutMs);
  }

  /** Waits until the guest has halted. */
  async halted(timeoutMs = 30_000): Promise<void> {
    await this.until(() => this.ended, 'halt', timeoutMs);
  }

  /** Ends the guest, whatever it does. */
  stop(): void {
    if (!this.ended) this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly hear = (text: string): void => {
    this.log += text;
    for (const wake of [...this.waiting]) wake();
  };

  private until(done: () => boolean, what: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        this.waiting.delete(check);
        clearTimeout(timer);
        if (error === undefined) resolve();
        else reject(error);
      };
      const check = (): void => {
        if (done()) settle();
        else if (this.ended) settle(new Error(`the guest ended before ${what}:\n${this.log}`));
      };
      const timer = setTimeout(() => settle(new Error(`no ${what} in ${timeoutMs} ms:\n${this.log}`)), timeoutMs);
      this.waiting.add(check);
      check();
    });
  }
}

/** The Debian packages that are missing. */
export function missingPackages(packages: Readonly<Record<string, string>>): string[] {
  return Object.entries(packages)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
}

function initScript(programPath: string, sysctls: Readonly<Record<string, number>>): string {
  const settings = { udp_port: 9899, encap_port: 9899, ...sysctls };
  return `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mkdir -p /run/modules/lib/modules
ln -s /usr/lib/uml/modules/$(uname -r) /run/modules/lib/modules/$(uname -r)
modprobe -d /run/modules sctp
modprobe -d /run/modules hmac  # listen() needs it for the cookie, or says ENOSYS
ip link set lo up
ip addr add ${GUEST_ADDRESS}/24 dev eth0
ip link set eth0 up
${Object.entries(settings)
  .map(([name, value]) => `echo ${value} > /proc/sys/net/sctp/${name}`)
  .join('\n')}
/usr/bin/python3 -I ${programPath} 2>&1
echo "guest: program ended with $?"
echo o > /proc/sysrq-trigger
sleep 10
`;
}

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
