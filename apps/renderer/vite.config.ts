import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Relative addresses, so that the same files serve under a custom scheme (the window) and from a host (the browser).
// `--mode demo` builds the pages on the double of the API in dev/; the product's build never contains it (see
// dev/not-in-product.test.ts).
export default defineConfig(({ mode, command }) => ({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  define: { __DEMO__: JSON.stringify(mode === 'demo' || command === 'serve') },
  build: {
    outDir: mode === 'demo' ? 'dev/dist' : 'dist',
    target: 'es2022',
    // Inlined data: addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
}));
