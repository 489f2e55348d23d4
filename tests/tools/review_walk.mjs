// Walks documents from arrival to publication by keyboard alone, in a real browser, and has axe-core look at
// each page. Not needed by the suite.
//
//   npm install playwright-core axe-core        (in a folder of your own; Debian: apt-get install chromium)
//   node review_walk.mjs ADDRESS SCREENSHOTS LANGUAGE FILE DATE ORIGINAL [ARRIVES TEXT]
//
// ADDRESS is what `itudoc review` prints. FILE is a document of the queue; its date and original language are
// filled in where they are missing, doubtful marks are accepted, warnings waived with a reason. Prints the
// time, the keys, and how soon a page followed a decision; exits with 1 where axe-core finds anything.
import { createRequire } from "node:module";
import { resolve } from "node:path";
const require = createRequire(resolve(process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const axe = require("fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [address, shots, language, file, date, original] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
// axe-core is run in the page, which allows no script but its own.
const context = await browser.newContext({
  viewport: { width: 1500, height: 950 },
  locale: language,
  bypassCSP: true,
});
const page = await context.newPage();
const faults = [];
page.on("console", (message) => message.type() === "error" && faults.push("console: " + message.text()));
page.on("pageerror", (error) => faults.push("script: " + error.message));

let acts = 0;
const press = async (key) => {
  acts += 1;
  await page.keyboard.press(key);
};
const type = async (text) => {
  acts += 1;
  await page.keyboard.insertText(text);
};
const shot = (name) => page.screenshot({ path: `${shots}/${language}-${name}.png` });
const judged = async (name) => {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const found of result.violations) {
    faults.push(`axe ${name}: ${found.id} (${found.impact}) ${found.nodes.map((node) => node.html).slice(0, 2)}`);
  }
};
// A decision is stored when the page says that it followed.
const waits = [];
const decided = async (act) => {
  const start = Date.now();
  await page.evaluate(() => {
    window.followed = false;
    document.addEventListener("followed", () => (window.followed = true), { once: true });
  });
  await act();
  await page.waitForFunction(() => window.followed);
  waits.push(Date.now() - start);
};

const start = Date.now();
await page.goto(address);
await page.waitForSelector("[data-point]");
await judged("queue");
await shot("1-queue");
// To the row of the file.
const rows = await page.locator("[data-point] a").allTextContents();
const row = rows.indexOf(file);
if (row < 0) throw new Error(`${file} is not on the first page of the queue: ${rows}`);
for (let at = 0; at < row; at += 1) await press("j");
await Promise.all([page.waitForURL("**/d/*"), press("o")]);
await page.waitForSelector("section.pages img");
await page.waitForTimeout(500);
await judged("document");
await shot("2-document");
await press("?");
await shot("3-help");
await press("?");

const missing = await page.locator("#facts .missing input").evaluateAll((fields) => fields.map((field) => field.name));
if (missing.length) {
  await press("m");
  for (const [at, name] of missing.entries()) {
    // The next missing field is reached by tabulator.
    while (at && (await page.evaluate(() => document.activeElement.name)) !== name) await press("Tab");
    await type({ date, original }[name] || "?");
  }
  await decided(() => press("Enter"));
}
let first = true;
let guard = 200;
for (;;) {
  const point = page.locator('[data-point][aria-current="true"][data-open]');
  if ((await point.count()) === 0 || (guard -= 1) === 0) break;
  if ((await point.locator(".badge.mark").count()) > 0) {
    if (first) await shot("4-mark");
    first = false;
    await decided(() => press("a"));
  } else {
    await press("a");
    const field = page.locator("input:focus");
    if (!(await field.inputValue())) await type({ zh: "与代表团核对无误", fr: "Vérifié", ar: "تم التحقق" }[language] || "checked");
    await decided(() => press("Enter"));
  }
}
await judged("decided");
await shot("5-decided");
// One step back and forth: an undo takes the decision back, and it is made again.
await decided(() => press("u"));
const undone = await page.locator("[data-point][data-open]").count();
if (undone !== 1) faults.push(`${undone} points are open after an undo`);
const again = page.locator('[data-point][aria-current="true"][data-open]');
if ((await again.locator(".badge.mark").count()) > 0) await decided(() => press("a"));
else {
  await press("a");
  await decided(() => press("Enter"));
}
await decided(() => press("p"));
await page.waitForSelector(".publishing .done, .alert", { timeout: 20000 });
await judged("published");
await shot("6-published");
if ((await page.locator(".publishing .done").count()) === 0) faults.push("not published: " + (await page.locator(".alert").textContent()));
await Promise.all([page.waitForURL("**/"), press("o")]);
await shot("7-queue");
const seconds = (Date.now() - start) / 1000;
waits.sort((a, b) => a - b);
console.log(
  `${language} ${file}: ${seconds.toFixed(1)} s in the browser, ${acts} keys, ${waits.length} decisions; ` +
    `a page followed in ${waits[waits.length >> 1]} ms (middle), ${waits.at(-1)} ms (longest)`,
);
for (const fault of new Set(faults)) console.log("  " + fault);
await browser.close();
process.exit(faults.length ? 1 : 0);
