// How soon the printed page follows a key, in a real browser: marks are accepted and the decisions undone, and the
// time is taken from the key to the frame that shows the new picture of the page. Not needed by the suite.
//
//   npm install playwright-core        (in a folder of your own; Debian: apt-get install chromium)
//   node review_follow.mjs ADDRESS FILE [DECISIONS]
//
// ADDRESS is what `itudoc review` prints, FILE a document of the queue with doubtful marks. Prints the middle and
// the longest of the times, and where they go: the decision stored, the page of the document answered, its points put
// in place, the picture fetched, the frame shown. Exits with 1 where the middle is over 100 ms.
import { createRequire } from "node:module";
import { resolve } from "node:path";
const { chromium } = createRequire(resolve(process.cwd(), "x.js"))("playwright-core");

const [address, file, decisions = "20"] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const context = await browser.newContext({ viewport: { width: 1500, height: 950 }, bypassCSP: true });
const page = await context.newPage();
await page.goto(address);
await page.waitForSelector("[data-point]");
await Promise.all([page.waitForURL("**/d/*"), page.locator("[data-point] a", { hasText: file }).first().click()]);
await page.waitForSelector("section.pages img");
await page.waitForTimeout(1500);

// Waits in the page, from the key on, for what is new to be seen.
const watch = () => {
  window.followed = new Promise((done) => {
    const had = new Set([...document.querySelectorAll("figure img")].map((image) => image.getAttribute("src")));
    performance.clearResourceTimings();
    let key = 0;
    document.addEventListener("keydown", (event) => (key = event.timeStamp), { capture: true, once: true });
    const seen = async () => {
      const placed = performance.now();
      const pane = document.querySelector("section.pages").getBoundingClientRect();
      const isSeen = (box) => box.bottom > pane.top && box.top < pane.bottom;
      const fresh = [...document.querySelectorAll("figure img")].filter((image) => !had.has(image.getAttribute("src")));
      const shown = fresh.filter((image) => isSeen(image.getBoundingClientRect()));
      await Promise.all(shown.map((image) => image.decode().catch(() => {})));
      const fetched = performance.now();
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      const entries = performance.getEntriesByType("resource");
      const answer = entries.find((entry) => entry.initiatorType === "fetch");
      done({
        all: performance.now() - key,
        stored: answer ? (answer.redirectEnd || answer.responseStart) - key : 0,
        answered: answer ? answer.responseEnd - (answer.redirectEnd || answer.responseStart) : 0,
        placed: answer ? placed - answer.responseEnd : 0,
        fetched: fetched - placed,
        frame: performance.now() - fetched,
        pictures: shown.length,
        changed: fresh.length,
      });
    };
    document.addEventListener("followed", seen, { once: true });
  });
};

const times = [];
const marks = '[data-point][data-open] .badge.mark';
let open = Math.min(await page.locator(marks).count(), Number(decisions) / 2);
let made = 0;
const act = async (key) => {
  await page.evaluate(watch);
  await page.keyboard.press(key);
  times.push(await page.evaluate(() => window.followed));
  await page.waitForTimeout(150);
};
while (times.length < Number(decisions)) {
  if (open > 0) {
    // To the next mark that is open.
    for (let step = 0; step < 60; step += 1) {
      if (await page.locator('[aria-current="true"][data-open] .badge.mark').count()) break;
      await page.keyboard.press(await page.locator(marks).count() ? "j" : "k");
    }
    await act("a");
    open -= 1;
    made += 1;
  } else if (made > 0) {
    await act("u");
    made -= 1;
  } else break;
}
await browser.close();
const of = (name) => {
  const all = times.map((time) => time[name]).sort((a, b) => a - b);
  return `${all[all.length >> 1].toFixed(0)} (${all.at(-1).toFixed(0)})`;
};
const printed = times.filter((time) => time.pictures > 0).length;
console.log(`${file}: ${times.length} decisions, ${printed} with a new picture; ms from the key, middle (longest): ${of("all")}`);
console.log(
  `  stored ${of("stored")}, page answered ${of("answered")}, put in place ${of("placed")}, ` +
    `picture fetched ${of("fetched")}, frame ${of("frame")}`,
);
const middle = times.map((time) => time.all).sort((a, b) => a - b)[times.length >> 1];
process.exit(middle > 100 ? 1 : 0);
