import { type KeyboardEvent, useRef } from 'react'
import type { Dependant } from '#contract/impacts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { type Box, boxHeight, boxWidth, type Line, layersOf } from './layers.ts'

type Props = { root: Pick<Dependant, 'type' | 'id' | 'name' | 'url'>; dependants: readonly Dependant[] }

/** The picture of a walk: one column for each step away. Every node is reached by Tab and arrows, and opens with Enter. */
export function Graph({ root, dependants }: Props) {
  const t = useT()
  const svg = useRef<SVGSVGElement>(null)
  const { columns, boxes, lines, width, height } = layersOf(root, dependants)
  const move = (event: KeyboardEvent, key: string) => {
    const column = columns.findIndex((one) => one.includes(key))
    const row = columns[column]?.indexOf(key) ?? 0
    const steps: Record<string, [number, number]> = {
      ...{ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] },
    }
    const step = steps[event.key]
    const target = step && columns[column + step[0]]
    if (!step || !target) return
    event.preventDefault()
    const next = target[Math.max(0, Math.min(row + step[1], target.length - 1))]
    svg.current?.querySelector<SVGElement>(`[data-key="${CSS.escape(next ?? '')}"]`)?.focus()
  }
  return (
    <>
      <p className="td-muted">{t('impacts.graph.keys')}</p>
      <div className="im-graph">
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose nodes are links */}
        <svg
          ref={svg}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={t('impacts.graph.label', { name: root.name })}
        >
          {lines.map((line) => (
            <path key={line.key} d={curve(line)} />
          ))}
          {boxes.map((box, index) => (
            <Node key={box.key} box={box} isRoot={index === 0} onKeyDown={(event) => move(event, box.key)} />
          ))}
        </svg>
      </div>
    </>
  )
}

function Node({ box, isRoot, onKeyDown }: { box: Box; isRoot: boolean; onKeyDown: (event: KeyboardEvent) => void }) {
  const t = useT()
  const go = useGo()
  const { x, y, name, url, type } = box
  const kind = t(`impacts.nodes.${type}`)
  return (
    <a
      href={url ?? '#'}
      data-key={box.key}
      data-root={isRoot || undefined}
      aria-label={`${kind}: ${name}`}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        if (url) go(url)
      }}
    >
      <title>{`${kind}: ${name}`}</title>
      <rect x={x} y={y} width={boxWidth} height={boxHeight} rx={8} />
      <text x={x + 10} y={y + 18} className="im-type">
        {kind}
      </text>
      <text x={x + 10} y={y + 34}>
        {name.length > 27 ? `${name.slice(0, 26)}…` : name}
      </text>
    </a>
  )
}

function curve({ from, to }: Line): string {
  const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2]
  const middle = (x1 + x2) / 2
  return `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`
}
