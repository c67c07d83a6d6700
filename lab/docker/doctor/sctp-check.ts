import { type Check, type DoctorContext, ok, problem, type Result, skipped } from './check.ts';

const SCTP = '/proc/sys/net/sctp';
const OTHER_WAY = 'or an image whose MME has SCTP of its own (usrsctp): MVNOLAB_OPEN5GS_IMAGE=…, mvnolab up --sctp own';

/** The published MME uses the kernel's SCTP: the module has to be loaded on the host before its container starts. */
export const sctpCheck: Check = {
  check: 'sctp',
  title: 'SCTP in the kernel',
  look(context) {
    const { host, isLocal, sctp } = context;
    if (sctp === 'own') return skipped('the MME brings its own');
    if (!isLocal) {
      return skipped('the engine has another kernel than this machine: mvnolab up tells whether it has SCTP');
    }
    return host.exists(SCTP) ? ok('the module is loaded') : moduleMissing(context);
  },
};

/** SCTP inside UDP is two settings that the kernel has since 5.11. */
export const sctpInUdpCheck: Check = {
  check: 'sctp-in-udp',
  title: 'SCTP inside UDP',
  look({ host, isLocal, sctp }) {
    if (sctp === 'own') return skipped('the MME brings its own');
    if (!isLocal) return skipped('the engine has another kernel than this machine');
    const [major = 0, minor = 0] = host.kernel.split(/[.-]/).map(Number);
    if (major < 5 || (major === 5 && minor < 11)) {
      return problem(
        `kernel ${host.kernel} cannot carry SCTP in UDP; 5.11 or later can`,
        'update the kernel',
        OTHER_WAY,
      );
    }
    if (!host.exists(SCTP)) return skipped('seen once the module is loaded');
    if (host.exists(`${SCTP}/udp_port`) && host.exists(`${SCTP}/encap_port`)) {
      return ok('net.sctp.udp_port and net.sctp.encap_port can be set');
    }
    return problem(
      `kernel ${host.kernel} has no net.sctp.udp_port`,
      'a kernel with CONFIG_IP_SCTP from 5.11 on',
      OTHER_WAY,
    );
  },
};

function moduleMissing({ host }: DoctorContext): Result {
  const { kernel, distribution } = host;
  const folder = `/lib/modules/${kernel}`;
  const listed = ['modules.dep', 'modules.builtin'].map(name => host.read(`${folder}/${name}`) ?? '').join('\n');
  const load = 'sudo modprobe sctp';
  const always = 'at every start: echo sctp | sudo tee /etc/modules-load.d/sctp.conf';
  if (/\/sctp\.ko/.test(listed)) {
    const refused = ['/etc/modprobe.d/sctp-blacklist.conf', '/etc/modprobe.d/blacklist-sctp.conf'].find(path =>
      /^\s*(?:blacklist|install)\s+sctp/m.test(host.read(path) ?? ''),
    );
    if (refused === undefined) return problem('the module is there but not loaded', load, always, OTHER_WAY);
    return problem(`the module is there, and ${refused} keeps it out`, `sudo rm ${refused}`, load, always, OTHER_WAY);
  }
  const missing = `kernel ${kernel} comes without the module sctp`;
  if (/microsoft/i.test(kernel)) return problem(`${missing} (WSL)`, 'wsl --update, then wsl --shutdown', OTHER_WAY);
  if (/ubuntu/.test(distribution))
    return problem(missing, 'sudo apt install linux-modules-extra-$(uname -r)', load, OTHER_WAY);
  if (/fedora|rhel|centos/.test(distribution))
    return problem(missing, 'sudo dnf install kernel-modules-extra', load, OTHER_WAY);
  if (/debian/.test(distribution)) {
    return problem(
      missing,
      'sudo apt install linux-image-amd64 (the cloud kernels have no SCTP), then start it',
      load,
      OTHER_WAY,
    );
  }
  return problem(missing, 'a kernel with CONFIG_IP_SCTP', OTHER_WAY);
}

/** The UPF's tunnel device. */
export const tunCheck: Check = {
  check: 'tun',
  title: 'TUN device',
  look({ host, isLocal }) {
    if (!isLocal) return skipped('the engine has another kernel than this machine');
    if (host.exists('/dev/net/tun')) return ok('/dev/net/tun is there');
    return problem('/dev/net/tun is missing, which the UPF needs', 'sudo modprobe tun');
  },
};
