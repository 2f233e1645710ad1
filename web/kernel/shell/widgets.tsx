import { Skeleton } from '@mantine/core'
import { type ComponentType, lazy, Suspense } from 'react'
import type { Widget } from '../feature.ts'
import { useWidgets } from '../registry.tsx'

// biome-ignore lint/suspicious/noExplicitAny: the slot's owner decides the props
type AnyComponent = ComponentType<any>
const components = new WeakMap<Widget, AnyComponent>()
const componentOf = (widget: Widget) => {
  let component = components.get(widget)
  if (!component) components.set(widget, (component = lazy(widget.load)))
  return component
}

/** Everything that features registered for a slot, in order; `props` are passed on to each. */
export function Widgets({ slot, props = {}, height = 120 }: { slot: string; props?: object; height?: number }) {
  return useWidgets(slot).map((widget) => {
    const Component = componentOf(widget)
    return (
      <Suspense
        key={`${slot}-${widget.order}-${widget.load}`}
        fallback={height > 0 ? <Skeleton h={height} radius="md" /> : null}
      >
        <Component {...props} />
      </Suspense>
    )
  })
}
