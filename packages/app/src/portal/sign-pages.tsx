import { useMutation } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useApi } from '../data/api.ts'
import { SignForm, SignPage } from '../features/identity/sign-form.tsx'
import styles from './portal.module.css'
import { PortalLink, portalPath, usePortalNavigate } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

/** What follows a sign-in or a sign-up: the visit gets its person, and the account opens. */
function useEnter(event: 'sign_in_completed' | 'sign_up_completed') {
  const { queryClient } = useApi()
  const { tracker } = usePortal()
  const go = usePortalNavigate()
  const { search } = useLocation()
  const to = portalPath('to' in search ? search.to : undefined) ?? '/home'
  return ({ person }: { person: { id: string } }) => {
    tracker?.identify(person.id)
    tracker?.track(event)
    queryClient.clear()
    go(to)
  }
}

/** Signs a customer in. */
export function SignInPage() {
  const { trpc } = useApi()
  const { workspaceName } = usePortal()
  const signIn = useMutation(trpc.auth.signIn.mutationOptions({ onSuccess: useEnter('sign_in_completed') }))
  useEffect(() => {
    document.title = `Sign in · ${workspaceName ?? 'Quarterdeck'}`
  }, [workspaceName])
  return (
    <SignPage>
      <SignForm
        {...(workspaceName && { mark: workspaceName })}
        title="Sign in"
        text={`Welcome back${workspaceName ? ` to ${workspaceName}` : ''}.`}
        submit="Sign in"
        pending={signIn.isPending}
        error={signIn.error}
        onSubmit={({ email, password }) => signIn.mutate({ email, password })}
      >
        <p className={styles.account}>
          New here?{' '}
          <PortalLink to="/sign-up" className="link">
            Create an account
          </PortalLink>
          {' · '}
          <PortalLink to="/forgot-password" className="link">
            Forgot your password?
          </PortalLink>
        </p>
      </SignForm>
    </SignPage>
  )
}

/** Makes an account. The first touch of the form is the funnel's first step. */
export function SignUpPage() {
  const { trpc } = useApi()
  const { tracker, workspaceName } = usePortal()
  const started = useRef(false)
  const signUp = useMutation(trpc.auth.signUp.mutationOptions({ onSuccess: useEnter('sign_up_completed') }))
  useEffect(() => {
    document.title = `Create an account · ${workspaceName ?? 'Quarterdeck'}`
  }, [workspaceName])
  return (
    <SignPage>
      <SignForm
        {...(workspaceName && { mark: workspaceName })}
        title="Create an account"
        text={workspaceName ? `With ${workspaceName}.` : 'It takes half a minute.'}
        submit="Create account"
        isNew
        pending={signUp.isPending}
        error={signUp.error}
        onStart={() => {
          if (started.current) return
          started.current = true
          tracker?.track('sign_up_started')
        }}
        onSubmit={({ email, password, name }) =>
          signUp.mutate({ email, password, ...(name.trim() && { name: name.trim() }) })
        }
      >
        <p className={styles.account}>
          Already have one?{' '}
          <PortalLink to="/sign-in" className="link">
            Sign in
          </PortalLink>
        </p>
      </SignForm>
    </SignPage>
  )
}
