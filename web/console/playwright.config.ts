import { defineConfig } from '@playwright/test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Workers load this file too, so what the first process chose is passed on.
process.env.YIJIAN_E2E_PORT ??= String(20000 + (process.pid % 20000))
process.env.YIJIAN_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'yijian-e2e-'))
const { YIJIAN_E2E_PORT: port, YIJIAN_E2E_DATA: data } = process.env

const desk = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
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
    },
  },
  projects: [
    { name: 'desk', use: desk },
    { name: 'phone', use: phone },
  ],
  // The built binary is what people run, with its own headers and its own database.
  webServer: {
    command: `exec ../../bin/yijian serve --demo --data ${data} --addr 127.0.0.1:${port} >${data}/server.out 2>${data}/server.log`,
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
})
