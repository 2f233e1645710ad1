import { BlockList, isIP } from 'node:net'

/** What is not reachable from the public Internet (RFC 6890 and successors): loopback, private, link-local, shared, reserved. */
const notPublic = new BlockList()
const blocked: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]
for (const [net, prefix, family] of blocked) notPublic.addSubnet(net, prefix, family)

/** Whether an IP address can be somebody's on the public Internet. IPv4 written as IPv6 counts as the IPv4 that it is. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  if (family === 4) return !notPublic.check(address, 'ipv4')
  const mapped = mappedIpv4(address)
  return mapped === null ? !notPublic.check(address, 'ipv6') : !notPublic.check(mapped, 'ipv4')
}

/** ::ffff:1.2.3.4 in any of its writings, by the URL parser's normal form. */
function mappedIpv4(address: string): string | null {
  const normal = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1)
  const match = normal.match(/^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/)
  if (!match) return null
  const [high, low] = [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
