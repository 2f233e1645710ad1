import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { parsedWords } from './scripts/vite-words.ts'

const server = process.env.TANDEM_DEV_SERVER ?? 'http://127.0.0.1:8080'

const frame = new RegExp(
  [
    '@mantine/core/esm/core/',
    '@mantine/core/esm/components/(ActionIcon|Badge|Button|Center|Group|Loader|Skeleton|Stack|Text|Title|UnstyledButton)/',
    'clsx',
    // Icons of the bar: each alone would be a file of 200 bytes.
    '@tabler/icons-react/dist/esm/(icons/Icon(Affiliate|Bell|Building|BuildingStore|Calendar|CalendarEvent|Category|Check|Checklist|Circle|ClockPause|Copy|Columns3|FileExport|FileImport|FileText|Flame|Forms|History|Key|ListCheck|Logout|Mailbox|PackageImport|ReportAnalytics|ShoppingBag|Speakerphone|TargetArrow|Temperature|TopologyStar3|User|UserPlus|UsersGroup)|createReactComponent|defaultAttributes)\\.mjs',
    '@mantine/hooks/esm/use-(disclosure|id|merged-ref|uncontrolled)',
    'web/kernel/(shell/(widgets|page|error-screens|favourites|overlays|create|sections|sidebar|topbar|bottom-bar|profile-button)|i18n|query|registry|me|navigation|toast|shortcuts|api|record/member-avatar)\\.tsx?$',
  ].join('|'),
)

export default defineConfig({
  plugins: [react(), parsedWords()],
  publicDir: 'web/public',
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 600,
    // The list of what each lazy screen imports would weigh 3 KiB in the first file; styles must still come before their screen.
    modulePreload: {
      resolveDependencies: (_file, dependencies) => dependencies.filter((name) => name.endsWith('.css')),
    },
    rolldownOptions: {
      // The tracker is a script of its own, at /t.js, with nothing in common with the app.
      input: { main: 'index.html', t: 'tracker/t.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 't' ? 't.js' : 'assets/[name]-[hash].js'),
        // What every screen needs, in few files: small chunks cost a round trip each.
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual)[^/]+|intl-messageformat|@formatjs\/[^/]+)\//,
            },
            { name: 'frame', test: frame },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/f/', '/p/', '/u/', '/c/', '/cal/', '/t.js', '/e$'].map((path) => [
        path.endsWith('$') ? `^${path}` : path,
        { target: server, changeOrigin: false },
      ]),
    ),
  },
})
