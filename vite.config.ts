import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.TANDEM_DEV_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  publicDir: 'web/public',
  build: { outDir: 'dist/web', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 600 },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/f/', '/p/', '/u/', '/c/', '/cal/', '/t.js', '/e$'].map((path) => [
        path.endsWith('$') ? `^${path}` : path,
        { target: server, changeOrigin: false },
      ]),
    ),
  },
})
