import { formatIpv4 } from './address.ts';
import { cidrContains, formatCidr, type Ipv4Cidr, type Ipv6Cidr, ipv4CidrSize, ipv6Subnet } from './cidr.ts';

/**
 * The addresses of an IPv4 network, given out in ascending order and, once all were out, in the order in which they came
 * back, so that an address rests as long as possible. All operations take constant time.
 */
export class Ipv4Pool {
  readonly cidr: Ipv4Cidr;
  /** The network's first host address: the gateway's own. */
  readonly gateway: number;
  private readonly taken = new Set<number>();
  private readonly returned = new Set<number>();
  private next: number;
  private readonly last: number;
  private readonly reserved = new Set<number>();

  /** Keeps back the network, gateway and broadcast addresses and those of `reserved`. */
  constructor(cidr: Ipv4Cidr, reserved: Iterable<number> = []) {
    if (cidr.prefixLength > 30) throw new RangeError(`${formatCidr(cidr)} has no room for a gateway and a phone`);
    this.cidr = cidr;
    this.gateway = cidr.network + 1;
    this.next = cidr.network + 2;
    this.last = cidr.network + ipv4CidrSize(cidr) - 2;
    for (const address of reserved) if (address >= this.next && address <= this.last) this.reserved.add(address);
  }

  /** How many addresses there are for phones. */
  get capacity(): number {
    return this.last - this.cidr.network - 1 - this.reserved.size;
  }

  get used(): number {
    return this.taken.size;
  }

  /** The next free address; undefined when none is left. */
  allocate(): number | undefined {
    while (this.next <= this.last) {
      const address = this.next++;
      if (this.taken.has(address) || this.reserved.has(address)) continue;
      this.taken.add(address);
      return address;
    }
    for (const address of this.returned) {
      this.returned.delete(address);
      this.taken.add(address);
      return address;
    }
    return undefined;
  }

  /** Takes one certain address (a static one of the subscription), which may lie outside the pool; false when it is taken or kept back. */
  claim(address: number): boolean {
    if (this.taken.has(address) || address === this.gateway || this.reserved.has(address)) return false;
    if (cidrContains(this.cidr, address) && (address < this.gateway || address > this.last)) return false;
    this.returned.delete(address);
    this.taken.add(address);
    return true;
  }

  /** Gives an address back. @throws RangeError when it is not out: a bug of the caller */
  release(address: number): void {
    if (!this.taken.delete(address))
      throw new RangeError(`${formatIpv4(address)} was not taken from ${formatCidr(this.cidr)}`);
    // below `next` it would never be found again by counting; above, counting comes to it
    if (address > this.gateway && address < this.next && cidrContains(this.cidr, address)) this.returned.add(address);
  }
}

/** The /64 prefixes of an IPv6 network, one a PDN connection; the first is the gateway's own. */
export class Ipv6PrefixPool {
  readonly cidr: Ipv6Cidr;
  readonly gatewayPrefix: Ipv6Cidr;
  private readonly taken = new Set<number>();
  private readonly returned = new Set<number>();
  private next = 1;
  readonly capacity: number;

  constructor(cidr: Ipv6Cidr) {
    if (cidr.prefixLength > 63)
      throw new RangeError(`${formatCidr(cidr)} has no room for a gateway's /64 and a phone's`);
    this.cidr = cidr;
    this.gatewayPrefix = ipv6Subnet(cidr, 64, 0);
    this.capacity = 2 ** Math.min(64 - cidr.prefixLength, 32) - 1;
  }

  get used(): number {
    return this.taken.size;
  }

  /** The next free prefix with the index to give it back by; undefined when none is left. */
  allocate(): { readonly index: number; readonly prefix: Ipv6Cidr } | undefined {
    let index: number;
    if (this.next <= this.capacity) index = this.next++;
    else {
      const oldest = this.returned.values().next();
      if (oldest.done) return undefined;
      index = oldest.value;
      this.returned.delete(index);
    }
    this.taken.add(index);
    return { index, prefix: ipv6Subnet(this.cidr, 64, index) };
  }

  /** Gives a prefix back. @throws RangeError when it is not out: a bug of the caller */
  release(index: number): void {
    if (!this.taken.delete(index)) throw new RangeError(`prefix ${index} was not taken from ${formatCidr(this.cidr)}`);
    this.returned.add(index);
  }
}
