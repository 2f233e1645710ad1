import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { onSignedOut } from './kernel/api.ts'
import { cssVariablesResolver, themeWith } from './kernel/brand/theme.ts'
import type { Feature } from './kernel/feature.ts'
import type { Catalogue } from './kernel/i18n/catalogue.ts'
import { I18nProvider, useT } from './kernel/i18n.tsx'
import { createQueryClient } from './kernel/query.ts'
import { RegistryProvider } from './kernel/registry.tsx'
import { createAppRouter } from './kernel/router.tsx'
import { ShortcutsProvider } from './kernel/shortcuts.tsx'
import { whenQuiet } from './kernel/when-quiet.ts'

/** The policy allows styles by nonce; the server writes it into the page, and the scroll lock of dialogs reads the global. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
Object.assign(globalThis, { __webpack_nonce__: nonce })

const colorScheme = localStorageColorSchemeManager({ key: 'tandem.theme' })

export function App({ features, catalogue }: { features: readonly Feature[]; catalogue: Catalogue }) {
  const [client] = useState(createQueryClient)
  const [router] = useState(() => createAppRouter(features))

  useEffect(
    () =>
      onSignedOut(() => {
        const { pathname, href } = router.state.location
        if (isOpenToAll(features, pathname)) return
        client.clear()
        void router.navigate({ to: '/sign-in', search: { return: href }, replace: true })
      }),
    [client, router, features],
  )

  return (
    <I18nProvider initial={catalogue}>
      <Themed>
        <QueryClientProvider client={client}>
          <RegistryProvider features={features}>
            <ShortcutsProvider>
              <RouterProvider router={router} />
              <AfterFirstScreen />
            </ShortcutsProvider>
          </RegistryProvider>
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  )
}

function Themed({ children }: { children: ReactNode }) {
  const t = useT()
  const theme = useMemo(() => themeWith({ close: t('kit.close') }), [t])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  )
}

const Toaster = lazy(() => import('./kernel/toaster.tsx'))

/** What the first screen can do without comes once it stands: the toasts' corner, the remaining styles, the way back out of dialogs. */
function AfterFirstScreen() {
  const [ready, setReady] = useState(false)
  useEffect(
    () =>
      whenQuiet(() => {
        void import('./kernel/brand/styles-rest.ts')
        void import('./kernel/focus-return.ts').then(({ returnFocusFromDialogs }) => returnFocusFromDialogs())
        setReady(true)
      }),
    [],
  )
  return <Suspense fallback={null}>{ready && <Toaster />}</Suspense>
}

const isOpenToAll = (features: readonly Feature[], pathname: string) =>
  features
    .flatMap((feature) => feature.routes ?? [])
    .some(({ path, shell }) => shell === false && new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`).test(pathname))
