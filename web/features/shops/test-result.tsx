import { Alert } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { ShopTest } from '#contract/shops.ts'
import { useT } from '../../kernel/i18n.tsx'

const icons = { pass: IconCircleCheck, fail: IconCircleX, skipped: IconCircleDashed } as const

/** How far the test came, and in words what stopped it. */
export function TestResult({ result }: { result: ShopTest }) {
  const t = useT()
  const { ok, problem, checks, about } = result
  const here = useRef<HTMLDivElement>(null)
  // Newer browsers answer a promise, which is no clean-up.
  useEffect(() => void here.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <Alert ref={here} color={ok ? 'green' : 'red'} role={ok ? 'status' : 'alert'}>
      <p className="sh-line">
        {ok
          ? t('shops.test.ok', { name: about?.shopName ?? 'none' })
          : problem && t(`shops.problems.${problem.code}`, { detail: problem.detail })}
      </p>
      <ol className="sh-checks">
        {checks.map(({ check, state }) => {
          const Icon = icons[state]
          return (
            <li key={check} data-state={state}>
              <Icon size={15} stroke={1.8} aria-hidden />
              {t(`shops.test.checks.${check}`)}
              <span className="sh-hidden">{t(`shops.test.states.${state}`)}</span>
            </li>
          )
        })}
      </ol>
    </Alert>
  )
}
