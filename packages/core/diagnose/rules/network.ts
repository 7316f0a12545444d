import type { Rule } from './rule.ts';

const network = /network/;

export const networks: readonly Rule[] = [
  {
    code: 'NETWORK_POOL_EXHAUSTED',
    text: [
      /non-overlapping IPv[46] address pool/i,
      /predefined address pools have been fully subnetted/i,
      /could not find free subnet/i,
      /no available .*address pool/i,
    ],
  },
  {
    code: 'NETWORK_OVERLAP',
    text: [
      /pool overlaps with other one/i,
      /subnet (?<subnet>\S+) (?:is already used|overlaps)/i,
      /conflicts with (?:existing )?network/i,
      /cannot create network [^\n]*conflicts/i,
    ],
  },
  {
    code: 'NETWORK_ACTIVE_ENDPOINTS',
    text: [
      /network (?<network>\S+)(?: id \S+)? has active endpoints/i,
      /"(?<network>[^"]+)" has associated containers/i,
      /has associated containers/i,
      /network is being used/i,
    ],
  },
  {
    code: 'NETWORK_ENDPOINT_EXISTS',
    text: [
      /endpoint with name (?<name>\S+) already exists in network (?<network>[^\s.]+)/i,
      /already (?:attached|connected) to network (?<network>\S+)/i,
    ],
  },
  { code: 'NETWORK_AMBIGUOUS', text: /network (?<network>\S+) is ambiguous/i },
  {
    code: 'NETWORK_NAME_TAKEN',
    text: [
      /network with name "?(?<network>[^\s"]+?)"? already exists/i,
      /network name "?(?<network>[^\s"]+?)"? already (?:used|exists)/i,
    ],
  },
  {
    code: 'NETWORK_ADDRESS_OUTSIDE',
    text: [
      /no configured subnet (?:or ip-range )?contains?(?: the)? IP address (?<address>[\da-f.:]+)/i,
      /invalid address (?<address>[\da-f.:]+): it does not belong to any of this network's subnets/i,
      /user (?:specified|configured) (?:IP|MAC) address is supported/i,
      /requested static ip (?<address>\S+) not in any subnet/i,
      /not in the allocatable range/i,
    ],
  },
  {
    code: 'NETWORK_ADDRESS_TAKEN',
    text: [
      /(?:networking|endpoint|IPAM|for container \S+): Address already in use/,
      /^Address already in use$/,
      /IPAM error: requested ip address (?<address>[\d.]+) is already allocated/,
      /(?:^|: )Address already in use$/,
    ],
  },
  {
    code: 'NETWORK_SUBNET_INVALID',
    text: [
      /invalid subnet:? (?<subnet>[^\s:]+)/i,
      /parent subnet (?<subnet>\S+) doesn't contain this address/i,
      /invalid (?:CIDR|pool request|gateway|address pool)\b/i,
      /failed to allocate gateway/i,
      /failed to parse pool request/i,
      /bad (?:subnet|gateway)/i,
      /gateway[^\n]*not (?:in|part of) (?:the )?subnet/i,
      /no matching subnet/i,
      /invalid ipam/i,
    ],
    operation: network,
  },
  { code: 'HOST_GATEWAY', text: /host-gateway/i },
  {
    code: 'NETWORK_MODE_CONFLICT',
    text: [
      /conflicting options: (?!nano)/i,
      /cannot connect container to host network/i,
      /cannot be used with (?:host|container) network/i,
      /container cannot be (?:connected to|disconnected from) host network/i,
      /network-scoped aliases? (?:is|are) (?:only )?supported (?:only )?for/i,
      /invalid (?:network mode|NetworkMode)/i,
      /can't be used with/i,
      /incompatible network/i,
    ],
  },
  {
    code: 'IPTABLES',
    text: [
      /iptables/i,
      /ip6tables/i,
      /nftables/i,
      /\bnft\b/i,
      /no chain\/target\/match/i,
      /programming external connectivity[^\n]*(?:firewall|filter)/i,
    ],
  },
  {
    code: 'NETWORK_IPV6',
    text: [
      /ipv6[^\n]*(?:disabled|not (?:enabled|supported|available))/i,
      /disable_ipv6/i,
      /address family not supported/i,
    ],
  },
  {
    code: 'NETWORK_DRIVER_MISSING',
    text: [
      /plugin "(?<driver>[^"]+)" not found/i,
      /could not find plugin (?<driver>\S+)/i,
      /unsupported (?:network )?driver "?(?<driver>[^\s":]+)/i,
    ],
    operation: network,
  },
  {
    code: 'KERNEL_FEATURE',
    text: /(?:pair interfaces|create (?:bridge|veth|vxlan|macvlan|ipvlan)|add veth)[^\n]*(?:operation not supported|not supported|unknown device type)/i,
  },
  {
    code: 'NETWORK_MISSING',
    text: [
      /no such network:? ?(?<network>\S+)?/i,
      /network (?<network>[^\s:]+) (?:is )?not found/i,
      /(?:unable to find|could not find a) network (?:with name or ID )?(?:matching )?"?(?<network>[^\s":]+)/i,
      /network (?<network>[^\s:]+): network not found/i,
      /network not found/i,
    ],
  },
];
