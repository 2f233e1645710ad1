import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'

/** One question of the report and its answer. */
export const Block = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <section className="td-result">
    <h2>{title}</h2>
    <p className="td-muted">{text}</p>
    {children}
  </section>
)
export const BlockSkeleton = () => <Skeleton h={220} radius="md" />

/** A bar from zero; the number beside it says the same. */
export const Bar = ({ share }: { share: number }) => (
  <span className="td-bar" aria-hidden="true">
    <span style={{ width: `${Math.min(100, share * 100)}%` }} />
  </span>
)
