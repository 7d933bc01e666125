// The public key of a private one, in plain big integers: the exchange's signer takes it but does not derive it.

const P = (1n << 251n) + 17n * (1n << 192n) + 1n;
const G = {
  x: 0x01ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfcan,
  y: 0x005668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1fn,
};

const mod = (a) => ((a % P) + P) % P;

function inverse(a) {
  let [r0, r1, t0, t1] = [P, mod(a), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  return mod(t0);
}

// y² = x³ + x + β, affine; null is the point at infinity.
function add(a, b) {
  if (a === null) return b;
  if (b === null) return a;
  if (a.x === b.x && mod(a.y + b.y) === 0n) return null;
  const slope =
    a.x === b.x ? mod((3n * a.x * a.x + 1n) * inverse(2n * a.y)) : mod((b.y - a.y) * inverse(b.x - a.x));
  const x = mod(slope * slope - a.x - b.x);
  return { x, y: mod(slope * (a.x - x) - a.y) };
}

export function publicKey(privateKeyHex) {
  let [scalar, power, sum] = [BigInt(privateKeyHex), G, null];
  for (; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) sum = add(sum, power);
    power = add(power, power);
  }
  return `0x${sum.x.toString(16)}`;
}
