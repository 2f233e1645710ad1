import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import { type ComponentType, Suspense } from 'react'
import type { Feature, ScreenRoute } from './feature.ts'
import { useCan } from './me.tsx'
import { parseSearch, stringifySearch } from './navigation.tsx'
import { ErrorScreen, ForbiddenScreen, NotFoundScreen } from './shell/error-screens.tsx'
import { PageSkeleton } from './shell/page.tsx'
import { Shell } from './shell/shell.tsx'

/** The routes of all features: those with a frame inside the shell, the signed-out ones beside it. */
export function createAppRouter(features: readonly Feature[]) {
  const root = createRootRoute({
    component: () => (
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    ),
    notFoundComponent: NotFoundScreen,
    errorComponent: ErrorScreen,
  })
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: Shell,
    notFoundComponent: NotFoundScreen,
  })
  const screens = features.flatMap((feature) => feature.routes ?? [])
  const routeOf = (parent: typeof root | typeof shell, screen: ScreenRoute) =>
    createRoute({
      getParentRoute: () => parent as typeof root,
      path: screen.path.replace(/:(\w+)/g, '$$$1'),
      component: guarded(screen),
      errorComponent: ErrorScreen,
      pendingComponent: screen.shell === false ? () => null : PageSkeleton,
    })
  // Unknown addresses fall to the shell, so that the reader keeps the frame to go on from.
  const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundScreen })

  return createRouter({
    routeTree: root.addChildren([
      shell.addChildren([...screens.filter((one) => one.shell !== false).map((one) => routeOf(shell, one)), unknown]),
      ...screens.filter((one) => one.shell === false).map((one) => routeOf(root, one)),
    ]),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
  })
}

function guarded({ load, permission, path }: ScreenRoute): RouteComponent {
  const Screen = lazyRouteComponent(async () => {
    if (path === '/') return load()
    const [screen] = await Promise.all([load(), import('./brand/styles-rest.ts')])
    return screen
  }) as ComponentType & { preload?: () => Promise<void> }
  if (!permission) return Screen as RouteComponent
  const Guarded = () => (useCan()(permission) ? <Screen /> : <ForbiddenScreen />)
  return Object.assign(Guarded, { preload: Screen.preload }) as RouteComponent
}
