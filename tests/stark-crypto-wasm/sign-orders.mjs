// Signs fresh random orders, each with a fresh key, by the exchange's published signer, and writes them as a file of known answers
// for `llmm sign check`.
//
//   npm ci && node sign-orders.mjs COUNT FILE
//
// The last line on standard output is a JSON object with the signer's time per order.

import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { generate_private_key_from_eth_signature, get_order_msg, initSync, sign_message } from '@x10xchange/stark-crypto-wrapper-wasm';
import { publicKey } from './publicKey.mjs';

const [count, file] = [Number(process.argv[2]), process.argv[3]];
if (!Number.isInteger(count) || count < 1 || file === undefined) {
  console.error('usage: node sign-orders.mjs COUNT FILE');
  process.exit(2);
}

const packageFolder = dirname(createRequire(import.meta.url).resolve('@x10xchange/stark-crypto-wrapper-wasm'));
initSync({ module: readFileSync(join(packageFolder, 'stark_crypto_wrapper_wasm_bg.wasm')) });

const LIMIT = 1n << 251n;
const hex = (value) => `0x${BigInt(value).toString(16)}`;
const word = () => BigInt(`0x${randomBytes(8).toString('hex')}`);
const pick = (values) => values[randomInt(values.length)];
// Small values as often as large ones: each magnitude is as likely as any other.
const unsigned = (bits) => word() >> BigInt(64 - bits + randomInt(bits));
const signed = () => (randomInt(2) ? unsigned(63) : -unsigned(63) - 1n);
const felt = () => BigInt(`0x${randomBytes(32).toString('hex')}`) >> BigInt(5 + randomInt(130));

function freshOrder() {
  const ethSignature = `0x${randomBytes(65).toString('hex')}`;
  const privateKey = hex(generate_private_key_from_eth_signature(ethSignature));
  const collateral = hex(felt());
  return {
    eth_signature: ethSignature,
    private_key: privateKey,
    public_key: publicKey(privateKey),
    input: {
      position_id: unsigned(32).toString(),
      base_asset_id: hex(felt()),
      base_amount: signed().toString(),
      quote_asset_id: collateral,
      quote_amount: signed().toString(),
      fee_asset_id: collateral,
      fee_amount: unsigned(64).toString(),
      expiration: unsigned(64).toString(),
      salt: unsigned(64).toString(),
      domain: { name: 'Perpetuals', version: 'v0', chain_id: pick(['SN_SEPOLIA', 'SN_MAIN']), revision: '1' },
    },
  };
}

function sign(order) {
  const { input, public_key: key, private_key: secret } = order;
  const { domain } = input;
  const hash = get_order_msg(
    input.position_id, input.base_asset_id, input.base_amount, input.quote_asset_id, input.quote_amount, input.fee_asset_id,
    input.fee_amount, input.expiration, input.salt, key, domain.name, domain.version, domain.chain_id, domain.revision);
  const signature = sign_message(secret, hash);
  const result = { hash, r: signature.r, s: signature.s };
  signature.free();
  return result;
}

const orders = [];
const times = [];
while (orders.length < count) {
  const order = freshOrder();
  const start = process.hrtime.bigint();
  const { hash, r, s } = sign(order);
  times.push(Number(process.hrtime.bigint() - start));
  if (BigInt(hash) >= LIMIT) continue;
  orders.push({ id: `fresh-${orders.length}`, ...order, message_hash: hex(hash), r: hex(r), s: hex(s) });
}

const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
const meta = { title: 'fresh random orders with fresh keys', produced_by: `@x10xchange/stark-crypto-wrapper-wasm ${version}, Node ${process.version}` };
const keys = orders.map((o) => ({ id: o.id, eth_signature: o.eth_signature, private_key: o.private_key, public_key: o.public_key }));
const signedOrders = orders.map(({ eth_signature: _, ...rest }) => rest);
writeFileSync(file, `${JSON.stringify({ meta, keys, orders: signedOrders })}\n`);

times.sort((a, b) => a - b);
console.log(JSON.stringify({
  signer: meta.produced_by,
  orders: count,
  nanosecondsPerOrder: { median: times[times.length >> 1], least: times[0] },
}));
