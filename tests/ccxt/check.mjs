// Runs the exchange `extended` of the npm package ccxt, REST and streams, against a simulator:
//
//   npm install && node check.mjs http://127.0.0.1:PORT
//
// The address may also be that of the REST base (…/api/v1). Exit 0 when every step worked; else 1 and one line that names the step.
// The key below is the simulator's fixed, public test key.
import ccxt from 'ccxt';

const apiKey = 'lowlatencymm-demo-key';
const privateKey = '0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986';
const deadlineMs = 20_000;

function require(condition, problem) {
  if (!condition) throw new Error(problem);
}

function withDeadline(promise) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

async function step(name, action) {
  try {
    const detail = await withDeadline(action());
    console.log(`ok: ${name}${detail === undefined ? '' : `: ${detail}`}`);
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
}

// Streams give what has arrived; the condition is asked again after each message.
async function watchUntil(watch, condition) {
  while (true) {
    const value = await watch();
    if (condition(value)) return value;
  }
}

async function main() {
  require(process.argv.length === 3, 'usage: node check.mjs http://127.0.0.1:PORT');
  const url = new URL(process.argv[2]);
  const stream = `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}/stream.extended.exchange/v1`;
  const exchange = new ccxt.pro.extended({ apiKey, privateKey, options: { chainId: 'SN_SEPOLIA' } });
  exchange.urls.api = { rest: url.origin, ws: stream };
  const symbol = 'BTC/USDC:USDC';

  // ccxt wants its plain http agent loaded before it opens ws:// (not wss://) streams.
  await exchange.loadHttpProxyAgent();

  try {
    await step('list markets', async () => {
      const markets = await exchange.loadMarkets();
      require(symbol in markets, `no ${symbol} among ${Object.keys(markets)}`);
      const { precision, limits } = markets[symbol];
      require(precision.price > 0 && precision.amount > 0, 'the market has no tick or step');
      return `${Object.keys(markets)}, tick ${precision.price}, step ${precision.amount}, smallest order ${limits.amount.min}`;
    });

    let book;
    await step('read the order book', async () => {
      book = await exchange.fetchOrderBook(symbol);
      require(book.bids.length > 100 && book.asks.length > 100, `only ${book.bids.length} bids and ${book.asks.length} asks`);
      require(book.bids[0][0] < book.asks[0][0], `best bid ${book.bids[0][0]} is not below best ask ${book.asks[0][0]}`);
      return `${book.bids[0]} | ${book.asks[0]}`;
    });

    await step('watch the order book', async () => {
      let first;
      const last = await watchUntil(() => exchange.watchOrderBook(symbol), (seen) => {
        first ??= seen.nonce;
        require(seen.bids[0][0] < seen.asks[0][0], `crossed: ${seen.bids[0]} | ${seen.asks[0]}`);
        return seen.nonce >= first + 20;
      });
      return `frames ${first} to ${last.nonce}`;
    });

    await step('read the trades', async () => {
      const trades = await exchange.fetchTrades(symbol);
      require(trades.length > 0 && trades[0].price > 0, 'no trades');
      return `${trades.length}`;
    });

    await step('watch the trades', async () => {
      const trades = await exchange.watchTrades(symbol);
      require(trades.length > 0 && trades[0].amount > 0, 'no trades');
      return `${trades[trades.length - 1].side} ${trades[trades.length - 1].amount} at ${trades[trades.length - 1].price}`;
    });

    await step('read the balance', async () => {
      const balance = await exchange.fetchBalance();
      const total = Object.entries(balance.total);
      require(total.some(([, value]) => value > 0), `nothing in ${JSON.stringify(balance.total)}`);
      return JSON.stringify(balance.total);
    });

    await step('read the positions', async () => {
      const positions = await exchange.fetchPositions();
      require(Array.isArray(positions), 'no list');
      return `${positions.length}`;
    });

    // Watching starts before the order, so that no frame about it is missed; a failure shows where it is awaited.
    const clientOrderId = `ccxt-${Date.now()}`;
    const isOurs = (candidate) => candidate.clientOrderId === clientOrderId;
    const onStream = watchUntil(() => exchange.watchOrders(symbol), (orders) => orders.some(isOurs));
    onStream.catch(() => undefined);

    let order;
    await step('place a limit order signed by ccxt', async () => {
      const price = exchange.priceToPrecision(symbol, book.bids[0][0] * 0.99);
      order = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, Number(price), { clientOrderId, postOnly: true });
      require(order.id !== undefined, 'no id');
      return `${order.id} at ${price}`;
    });

    await step('see the order', async () => {
      const open = await exchange.fetchOpenOrders(symbol);
      const found = open.find(isOurs);
      require(found !== undefined, `not among ${open.length} open orders`);
      require(found.id === order.id && found.status === 'open' && found.amount === 0.01, `found ${JSON.stringify(found)}`);
      return `${found.side} ${found.amount} at ${found.price}`;
    });

    await step('see the order on the stream', async () => {
      const seen = (await onStream).find(isOurs);
      require(seen.id === order.id, `its id is ${seen.id}`);
    });

    await step('cancel the order', async () => {
      await exchange.cancelOrder(order.id, symbol);
      const open = await exchange.fetchOpenOrders(symbol);
      require(!open.some(isOurs), 'still open');
      const closed = await exchange.fetchOrder(order.id, symbol);
      require(closed.status === 'canceled', `its status is ${closed.status}`);
    });

    await step('take, see the position and the trade, and close it', async () => {
      await exchange.createOrder(symbol, 'market', 'buy', 0.01, Number(exchange.priceToPrecision(symbol, book.asks[0][0] * 1.01)));
      const [position] = await exchange.fetchPositions([symbol]);
      require(position?.side === 'long' && Number(position.contracts) === 0.01, `the position is ${JSON.stringify(position)}`);
      const [trade] = await exchange.fetchMyTrades(symbol);
      require(trade?.side === 'buy' && trade.takerOrMaker === 'taker', `the trade is ${JSON.stringify(trade)}`);
      await exchange.createOrder(symbol, 'market', 'sell', 0.01, Number(exchange.priceToPrecision(symbol, book.bids[0][0] * 0.99)), { reduceOnly: true });
      require((await exchange.fetchPositions([symbol])).length === 0, 'the position is still open');
      return `bought at ${trade.price}`;
    });

    await step('be refused an order with another key', async () => {
      const stranger = new ccxt.pro.extended({ apiKey, privateKey: '0x1234567', options: { chainId: 'SN_SEPOLIA' } });
      stranger.urls.api = exchange.urls.api;
      try {
        await stranger.createOrder(symbol, 'limit', 'buy', 0.01, book.bids[0][0] - 100, { postOnly: true });
      } catch (error) {
        require(error.message.includes('1101'), `refused for another reason: ${error.message}`);
        return;
      } finally {
        await stranger.close();
      }
      throw new Error('the order was accepted');
    });
  } finally {
    await exchange.close();
  }
}

main().then(
  () => {
    console.log('all steps worked');
    process.exit(0);
  },
  (error) => {
    console.error(`failed: ${error.message}`);
    process.exit(1);
  });
