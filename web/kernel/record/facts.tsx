import type { ReactNode } from 'react'

/** A group of inline fields under one title. */
export const Facts = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="td-facts">
    <h2 className="td-panel-title">{title}</h2>
    <dl>{children}</dl>
  </section>
)

/** A fact that is only shown. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="td-fact">
    <dt>{label}</dt>
    <dd>
      <span className="td-fact-value">{children}</span>
    </dd>
  </div>
)
