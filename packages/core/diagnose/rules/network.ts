import type { Rule } from './rule.ts';

const network = /network/;

export const networks: readonly Rule[] = [
  {
    code: 'NETWORK_POOL_EXHAUSTED',
    text: /non-overlapping IPv[46] address pool|predefined address pools have been fully subnetted|could not find free subnet|no available .*address pool/i,
  },
  {
    code: 'NETWORK_OVERLAP',
    text: /pool overlaps with other one|subnet (?<subnet>\S+) (?:is already used|overlaps)|conflicts with (?:existing )?network|cannot create network [^\n]*conflicts/i,
  },
  {
    code: 'NETWORK_ACTIVE_ENDPOINTS',
    text: /network (?<network>\S+)(?: id \S+)? has active endpoints|has associated containers|network is being used|"(?<network2>[^"]+)" has associated containers/i,
  },
  {
    code: 'NETWORK_ENDPOINT_EXISTS',
    text: /endpoint with name (?<name>\S+) already exists in network (?<network>[^\s.]+)|already (?:attached|connected) to network (?<network2>\S+)/i,
  },
  { code: 'NETWORK_AMBIGUOUS', text: /network (?<network>\S+) is ambiguous/i },
  {
    code: 'NETWORK_NAME_TAKEN',
    text: /network with name "?(?<network>[^\s"]+?)"? already exists|network name "?(?<network2>[^\s"]+?)"? already (?:used|exists)/i,
  },
  {
    code: 'NETWORK_ADDRESS_OUTSIDE',
    text: /user (?:specified|configured) (?:IP|MAC) address is supported only|no configured subnet (?:or ip-range )?contain(?:s)?(?: the)? IP address (?<address>[\da-f.:]+)|requested static ip (?<address2>\S+) not in any subnet|not in the allocatable range/i,
  },
  {
    code: 'NETWORK_ADDRESS_TAKEN',
    text: /(?:networking|endpoint|IPAM|for container \S+): Address already in use|^Address already in use$|IPAM error: requested ip address (?<address>[\d.]+) is already allocated|(?:^|: )Address already in use$/,
  },
  {
    code: 'NETWORK_SUBNET_INVALID',
    text: /invalid (?:subnet|CIDR|pool request|gateway|address pool)\b(?: address)?(?:: ?(?<subnet>[\da-f.:/]+))?|failed to parse pool request|bad (?:subnet|gateway)|gateway[^\n]*not (?:in|part of) (?:the )?subnet|no matching subnet|invalid ipam/i,
    operation: network,
  },
  { code: 'HOST_GATEWAY', text: /host-gateway/i },
  {
    code: 'NETWORK_MODE_CONFLICT',
    text: /conflicting options|cannot be used with (?:host|container) network|container cannot be (?:connected to|disconnected from) host network|network-scoped aliases? (?:is|are) (?:only )?supported (?:only )?for|invalid (?:network mode|NetworkMode)|can't be used with|incompatible network/i,
  },
  {
    code: 'IPTABLES',
    text: /iptables|ip6tables|nftables|\bnft\b|no chain\/target\/match|programming external connectivity[^\n]*(?:firewall|filter)/i,
  },
  {
    code: 'NETWORK_IPV6',
    text: /ipv6[^\n]*(?:disabled|not (?:enabled|supported|available))|disable_ipv6|address family not supported/i,
  },
  {
    code: 'NETWORK_DRIVER_MISSING',
    text: /(?:could not find plugin|plugin "?)(?<driver>[^\s"]+)"?[^\n]*(?:not found|registry)|unsupported (?:network )?driver "?(?<driver2>[^\s":]+)/i,
    operation: network,
  },
  {
    code: 'KERNEL_FEATURE',
    text: /(?:pair interfaces|create (?:bridge|veth|vxlan|macvlan|ipvlan)|add veth)[^\n]*(?:operation not supported|not supported|unknown device type)/i,
  },
  {
    code: 'NETWORK_MISSING',
    text: /no such network:? ?(?<network>\S+)?|network (?<network2>[^\s:]+) (?:is )?not found|(?:unable to find|could not find a) network (?:with name or ID )?(?:matching )?"?(?<network3>[^\s":]+)|network (?<network4>[^\s:]+): network not found|network not found/i,
  },
];
