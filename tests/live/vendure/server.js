// Vendure as it is: `node server.js fill` fills an empty database once, `node server.js` serves it.
// DATABASE_URL names the database, PORT where it listens.
const path = require("path");
const { bootstrap, dummyPaymentHandler, JobQueueService, LanguageCode } = require("@vendure/core");
const { populate } = require("@vendure/core/cli");

const url = new URL(process.env.DATABASE_URL);
const fills = process.argv[2] === "fill";
const config = {
  apiOptions: { port: Number(process.env.PORT || 3000), adminApiPath: "admin-api", shopApiPath: "shop-api" },
  authOptions: {
    tokenMethod: ["bearer", "cookie"],
    superadminCredentials: { identifier: "zhanggui", password: "zhanggui-live" },
    cookieOptions: { secret: "zhanggui-live" },
  },
  dbConnectionOptions: {
    type: "postgres", synchronize: fills, host: url.hostname, port: Number(url.port),
    username: url.username, password: url.password, database: url.pathname.slice(1),
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
};
const initialData = {
  defaultLanguage: LanguageCode.zh_Hans,
  defaultZone: "Asia",
  countries: [{ name: "China", code: "CN", zone: "Asia" }],
  taxRates: [{ name: "standard", percentage: 13 }],
  shippingMethods: [{ name: "快递", price: 600 }],
  paymentMethods: [
    {
      name: "支付宝",
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: "automaticSettle", value: "true" }] },
    },
  ],
  collections: [],
};

async function main() {
  const start = async () => {
    const app = await bootstrap(config);
    await app.get(JobQueueService).start();
    return app;
  };
  if (fills) {
    const app = await populate(start, initialData, path.join(__dirname, "goods.csv"));
    await app.close();
    process.exit(0);
  }
  await start();
}

main().catch((wrong) => {
  console.error(wrong);
  process.exit(1);
});
