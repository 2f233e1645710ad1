import type { ReactNode } from 'react'

type Props = { title: string; text: string; picture?: ReactNode; action?: ReactNode }

/** An empty screen teaches: what belongs here, why it helps, one way to begin. */
export const EmptyState = ({ title, text, picture, action }: Props) => (
  <div
    className="td-empty"
    style={{ maxWidth: '26rem', padding: '2.5rem 1rem', marginInline: 'auto', textAlign: 'center' }}
  >
    {picture && (
      <div className="td-muted" style={{ marginBottom: '0.75rem' }} aria-hidden="true">
        {picture}
      </div>
    )}
    <h2 style={{ margin: 0, fontSize: '1rem', fontWeight: 600 }}>{title}</h2>
    <p className="td-muted" style={{ margin: '0.375rem 0 1rem' }}>
      {text}
    </p>
    {action}
  </div>
)
