import { defineConfig } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Workers load this file too, so what the first process chose is passed on.
process.env.YIJIAN_E2E_PORT ??= String(20000 + 2 * (process.pid % 6000))
process.env.YIJIAN_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'yijian-e2e-'))
const { YIJIAN_E2E_PORT: port, YIJIAN_E2E_DATA: data } = process.env

const launchOptions = {
  executablePath: process.env.CHROME_PATH || ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

/** Each width has a server and a database of its own, so that both can be tried at the same time. */
const widths = [
  { name: 'desk', use: { viewport: { width: 1280, height: 800 } } },
  { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
].map((width, at) => ({ ...width, origin: `http://127.0.0.1:${Number(port) + at}`, data: join(data, width.name) }))
for (const width of widths) mkdirSync(width.data, { recursive: true })

export default defineConfig({
  testDir: 'e2e',
  workers: widths.length,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', contextOptions: { reducedMotion: 'reduce' }, trace: process.env.TRACE ? 'retain-on-failure' : 'off', launchOptions },
  projects: widths.map(({ name, use, origin }) => ({ name, workers: 1, use: { ...use, baseURL: origin } })),
  // The built binary is what people run, with its own headers and its own database.
  webServer: widths.map(({ origin, data: own }) => ({
    command: `exec ../../bin/yijian serve --demo --data ${own} --addr ${new URL(origin).host} >${own}/server.out 2>${own}/server.log`,
    url: `${origin}/readyz`,
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
  })),
})
