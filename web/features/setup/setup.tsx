import { useEffect, useState } from 'react'
import { useGo } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { CompanyStep, type CompanyValues } from './company-step.tsx'
import { DemoStep } from './demo-step.tsx'
import { KeyStep } from './key-step.tsx'
import { LanguageStep } from './language-step.tsx'
import { NextStep } from './next-step.tsx'

type Step =
  | { name: 'language' | 'company' | 'next' }
  | { name: 'key'; apiKey: string }
  | { name: 'demo'; email: string; password: string }

/** First run: language, company (or the demo), the key that is shown once, where to begin. */
export default function Setup() {
  const go = useGo()
  const [step, setStep] = useState<Step>({ name: 'language' })
  const [typed, setTyped] = useState<CompanyValues | null>(null)
  const setup = useApi('GET /setup', {}, { staleTime: Number.POSITIVE_INFINITY })
  const isOver = setup.data?.needed === false
  useEffect(() => {
    if (isOver && (step.name === 'language' || step.name === 'company')) go('/', { replace: true })
  }, [isOver, step.name, go])
  if (!setup.data || isOver) return null
  if (step.name === 'language') return <LanguageStep onDone={() => setStep({ name: 'company' })} />
  if (step.name === 'company')
    return (
      <CompanyStep
        onDone={(apiKey) => setStep({ name: 'key', apiKey })}
        onDemo={(signIn) => (signIn ? setStep({ name: 'demo', ...signIn }) : go('/'))}
        typed={typed}
        onBack={(values) => {
          setTyped(values)
          setStep({ name: 'language' })
        }}
      />
    )
  if (step.name === 'demo') return <DemoStep email={step.email} password={step.password} />
  if (step.name === 'key') return <KeyStep apiKey={step.apiKey} onDone={() => setStep({ name: 'next' })} />
  return <NextStep />
}
