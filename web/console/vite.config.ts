import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const chunk = (name: string, test: RegExp) => ({ name, test })

export default defineConfig({
  base: '/console/',
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // The manual's files have Chinese names, which not every archive keeps.
        chunkFileNames: ({ name }) => (/^[\w.-]+$/.test(name) ? 'assets/[name]-[hash].js' : 'assets/manual-[hash].js'),
        codeSplitting: {
          groups: [
            chunk('echarts', /node_modules[\\/](echarts|zrender)/),
            chunk('vue', /node_modules[\\/](@vue|vue|vue-router|pinia)[\\/]/),
            chunk('ui', /node_modules[\\/](element-plus|@element-plus|@vueuse|@floating-ui|async-validator|dayjs|lodash)/),
          ],
        },
      },
    },
  },
  server: { fs: { allow: ['../..'] }, proxy: { '/api': process.env.YIJIAN_API ?? 'http://127.0.0.1:8080' } },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
    css: false,
    testTimeout: 20_000, // what reads the whole manual shares its processors with the browser tests
  },
})
