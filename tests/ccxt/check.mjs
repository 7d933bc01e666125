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

    const openOrders = async () => exchange.fetchOpenOrders(symbol);
    const at = (factor) => Number(exchange.priceToPrecision(symbol, book.bids[0][0] * factor));
    const untilTrue = async (condition) => {
      while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
    };

    await step('read candles of trades, mark and index prices', async () => {
      for (const price of [undefined, 'mark', 'index']) {
        const candles = await exchange.fetchOHLCV(symbol, '1m', undefined, 10, price === undefined ? {} : { price });
        const [time, open, high, low, close] = candles[candles.length - 1];
        require(time % 60_000 === 0 && low <= open && open <= high && low <= close && close <= high, `${price}: ${candles}`);
      }
    });

    // ccxt has no method for the current rate of this exchange: its implicit call of the market's statistics gives it.
    await step('read the funding rate, its history and the open interest', async () => {
      const { data } = await exchange.v1PublicGetInfoMarketsMarketStats({ market: exchange.market(symbol).id });
      require(Math.abs(Number(data.fundingRate)) <= 0.0025, `the rate is ${data.fundingRate}`);
      const soon = Number(data.nextFundingRate) - exchange.milliseconds() < 10_000;
      const read = () => exchange.fetchFundingRateHistory(symbol, exchange.milliseconds() - 86_400_000, 10);
      if (soon) await untilTrue(async () => (await read()).length > 0);
      const history = await read();
      require(history.every((rate) => rate.symbol === symbol && rate.fundingRate !== undefined), JSON.stringify(history));
      const interest = await exchange.fetchOpenInterestHistory(symbol, '1h', exchange.milliseconds() - 86_400_000, 10);
      require(interest.length > 0, 'no open interest');
      return `${data.fundingRate}, ${history.length} applied, open interest ${interest[interest.length - 1].openInterestValue}`;
    });

    await step('set the leverage and be refused too much of it', async () => {
      await exchange.setLeverage(20, symbol);
      const leverage = await exchange.fetchLeverage(symbol);
      require(leverage.longLeverage === 20, JSON.stringify(leverage));
      await exchange.setLeverage(500, symbol).then(
        () => { throw new Error('500 was accepted'); },
        (error) => require(error.message.includes('1050'), error.message));
    });

    await step('replace an order', async () => {
      const old = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, at(0.98), { postOnly: true });
      const edited = await exchange.editOrder(old.id, symbol, 'limit', 'buy', 0.02, at(0.981), { postOnly: true });
      const open = await openOrders();
      require(open.length === 1 && open[0].id === edited.id && open[0].amount === 0.02, JSON.stringify(open.map((each) => each.info)));
      const closed = await exchange.fetchOrder(old.id, symbol);
      require(closed.status === 'canceled' && closed.info.statusReason === 'ORDER_REPLACED', JSON.stringify(closed.info));
    });

    await step('place conditional orders that wait, one that triggers, and cancel all', async () => {
      const far = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, at(1.1), { triggerPrice: at(1.09), triggerDirection: 'up' });
      await exchange.createOrder(symbol, 'limit', 'sell', 0.01, at(0.9), { stopLossPrice: at(0.91) });
      const waiting = await openOrders();
      require(waiting.filter((each) => each.info.status === 'UNTRIGGERED').length === 2, JSON.stringify(waiting.map((each) => each.info)));
      const found = waiting.find((each) => each.id === far.id);
      require(found.type === 'conditional' && Number(found.info.trigger.triggerPrice) === at(1.09), JSON.stringify(found.info));
      const near = await exchange.createOrder(symbol, 'limit', 'buy', 0.01, at(0.97), { triggerPrice: at(0.95), triggerDirection: 'up' });
      await untilTrue(async () => (await exchange.fetchOrder(near.id, symbol)).info.status === 'NEW');
      await exchange.cancelAllOrders(symbol);
      require((await openOrders()).length === 0, 'orders are still open');
    });

    await step('open with take-profit and stop-loss, see both legs wait, and close reduce-only', async () => {
      await exchange.createOrder(symbol, 'market', 'buy', 0.01, at(1.01), {
        takeProfit: { triggerPrice: at(1.05), price: at(1.04), triggerPriceType: 'MARK', type: 'LIMIT' },
        stopLoss: { triggerPrice: at(0.95), price: at(0.93), triggerPriceType: 'LAST', type: 'MARKET' },
      });
      const [protection] = await openOrders();
      require(protection?.info.type === 'TPSL' && protection.info.tpSlType === 'ORDER', JSON.stringify(protection?.info));
      require(protection.info.takeProfit.status === 'UNTRIGGERED' && protection.info.stopLoss.priceType === 'MARKET', JSON.stringify(protection.info));
      const reduce = await exchange.createOrder(symbol, 'limit', 'sell', 0.01, at(1.02), { reduceOnly: true, postOnly: true });
      require((await exchange.fetchOrder(reduce.id, symbol)).reduceOnly === true, 'it is not reduce-only');
      await exchange.createOrder(symbol, 'limit', 'buy', 0.01, at(0.99), { reduceOnly: true }).then(
        () => { throw new Error('a reduce-only order on the position\'s own side was accepted'); },
        (error) => require(error.message.includes('1138'), error.message));
    });

    // ccxt signs legs for the other side than the order's, as entry orders need it; a TPSL order's legs are on its own side, so the
    // request is made for the entry's side, turned over, and sent through the implicit call.
    await step('protect the position with a TPSL order', async () => {
      const { request } = await exchange.createExtendedOrderRequest(symbol, 'tpsl', 'buy', 0.005, at(1), {
        takeProfit: { triggerPrice: at(1.06), price: at(1.05), triggerPriceType: 'INDEX', type: 'LIMIT' },
        stopLoss: { triggerPrice: at(0.94), price: at(0.93), triggerPriceType: 'MARK', type: 'LIMIT' },
      });
      delete request.settlement;
      const { data } = await exchange.v1PrivatePostUserOrder({ ...request, side: 'SELL', price: '0' });
      const order = await exchange.fetchOrder(data.id, symbol);
      require(order.info.status === 'UNTRIGGERED' && order.side === 'sell', JSON.stringify(order.info));
    });

    await step('close, and find order, trades, position and funding in the histories', async () => {
      await exchange.createOrder(symbol, 'market', 'sell', 0.01, at(0.98), { reduceOnly: true });
      require((await exchange.fetchPositions([symbol])).length === 0, 'the position is still open');
      await untilTrue(async () => (await openOrders()).length === 0);
      const positions = await exchange.fetchPositionsHistory([symbol]);
      require(positions.length >= 2, `${positions.length} closed positions`);
      const trades = await exchange.fetchMyTrades(symbol, undefined, 100);
      require(trades.length >= 4 && trades.every((trade) => trade.fee.cost > 0), `${trades.length} trades`);
      const closed = await exchange.fetchClosedOrders(symbol);
      require(closed.length > 0 && closed.every((each) => each.status === 'closed'), `${closed.length} closed orders`);
      const canceled = await exchange.fetchCanceledOrders(symbol);
      require(canceled.length > 0, 'no cancelled orders');
      // The documents ask for fromTime, which ccxt does not send by itself.
      const funding = await exchange.fetchFundingHistory(symbol, undefined, undefined, { fromTime: 0 });
      require(Array.isArray(funding), 'no list');
      return `${positions.length} positions, ${trades.length} trades, ${closed.length} + ${canceled.length} orders, ${funding.length} payments`;
    });

    await step('arm and disarm the dead man\'s switch, read fees, account and ticker', async () => {
      await exchange.cancelAllOrdersAfter(60_000);
      await exchange.cancelAllOrdersAfter(0);
      const fee = await exchange.fetchTradingFee(symbol);
      require(fee.maker === 0 && fee.taker === 0.00025, JSON.stringify(fee));
      require((await exchange.fetchAccounts()).length === 1, 'not one account');
      const ticker = await exchange.fetchTicker(symbol);
      require(ticker.bid < ticker.ask && ticker.last > 0, JSON.stringify(ticker.info));
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
