import { useMantineColorScheme } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { type Locale, useLocale, useSetRegion, useT } from '../i18n.tsx'
import { useLive } from '../live.ts'
import { type Me, MeProvider } from '../me.tsx'
import { useGo } from '../navigation.tsx'
import { useApi } from '../query.ts'
import { useNavigation } from '../registry.tsx'
import { useShortcuts } from '../shortcuts.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { CreateProvider } from './create.tsx'
import { ErrorScreen } from './error-screens.tsx'
import { OverlaysProvider } from './overlays.tsx'
import { PageSkeleton } from './page.tsx'
import { useHere } from './sections.ts'
import { Sidebar } from './sidebar.tsx'
import { Topbar } from './topbar.tsx'
import './shell.css'

const MobileMenu = lazy(() => import('./mobile-menu.tsx'))
const SettingsMenu = lazy(() => import('./settings-menu.tsx'))

/** The frame around every signed-in screen; knows the member before it shows anything else. */
export function Shell() {
  const me = useApi('GET /me', {}, { staleTime: 300_000 })
  if (me.error && !me.data) return <ErrorScreen error={me.error} reset={() => void me.refetch()} />
  if (!me.data) return <FrameSkeleton />
  return (
    <MeProvider me={me.data}>
      <MemberSettings me={me.data} />
      <CreateProvider>
        <OverlaysProvider>
          <Frame />
        </OverlaysProvider>
      </CreateProvider>
    </MeProvider>
  )
}

function Frame() {
  const t = useT()
  const main = useRef<HTMLElement>(null)
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'tandem.sidebar', defaultValue: false })
  const [drawerOpen, drawer] = useDisclosure()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const inSettings = useHere()?.section === 'settings'
  useLive()
  useGotoShortcuts()
  useShortcuts([{ keys: '[', label: 'shortcuts.sidebar', run: () => setCollapsed((value) => !value) }])
  useFocusOnNavigation(pathname, main)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(() => drawer.close(), [pathname])

  return (
    <div className="td-frame" data-collapsed={collapsed || undefined} data-settings={inSettings || undefined}>
      <a className="td-skip" href="#main">
        {t('app.skip')}
      </a>
      <aside className="td-side">
        <Sidebar collapsed={collapsed} onCollapse={() => setCollapsed((value) => !value)} />
      </aside>
      {drawerOpen && (
        <Suspense fallback={null}>
          <MobileMenu onClose={drawer.close} />
        </Suspense>
      )}
      <Topbar />
      {inSettings && (
        <Suspense fallback={<div className="td-settings" />}>
          <SettingsMenu />
        </Suspense>
      )}
      <main id="main" ref={main} className="td-main" tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar onMenu={drawer.open} />
      <div id="td-announcer" className="td-hidden" aria-live="polite" />
    </div>
  )
}

/** Language, zone and theme follow the member to every device. */
function MemberSettings({ me }: { me: Me }) {
  const { setLocale } = useLocale()
  const setRegion = useSetRegion()
  const { setColorScheme } = useMantineColorScheme()
  const { locale, timeZone, theme } = me.member
  const { currency } = me.workspace
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the member's own settings change
  useEffect(() => {
    setLocale(locale as Locale)
    setRegion({ timeZone, currency })
    if (theme === 'light' || theme === 'dark') setColorScheme(theme)
    else setColorScheme('auto')
  }, [locale, timeZone, theme, currency])
  return null
}

function useGotoShortcuts() {
  const go = useGo()
  const items = useNavigation().flatMap((group) => group.items)
  useShortcuts(
    items
      .filter((item) => item.goto)
      .map((item) => ({ keys: `g ${item.goto}`, label: item.label, run: () => go(item.to) })),
  )
}

/** After a navigation the keyboard starts at the content, and the new title is read out. */
function useFocusOnNavigation(pathname: string, main: React.RefObject<HTMLElement | null>) {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.focus({ preventScroll: true })
    const timer = setTimeout(() => {
      const announcer = document.getElementById('td-announcer')
      if (announcer) announcer.textContent = document.title
    }, 300)
    return () => clearTimeout(timer)
  }, [pathname, main])
}

const FrameSkeleton = () => (
  <div className="td-frame" aria-busy="true">
    <aside className="td-side" />
    <header className="td-top" />
    <main className="td-main">
      <PageSkeleton />
    </main>
  </div>
)
