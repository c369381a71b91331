import type { ReactNode } from 'react';

/** Decorative icon. Each use has a visible or screen-reader label beside it. */
const Icon = ({ children, className = 'size-6' }: { children: ReactNode; className?: string }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    strokeLinejoin="round"
    className={`shrink-0 ${className}`}
  >
    {children}
  </svg>
);

export const Mark = () => (
  <svg aria-hidden="true" viewBox="0 0 32 32" className="size-8 shrink-0">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path
      d="M9 12h14l-1.2 11.2a1.5 1.5 0 0 1-1.5 1.3h-8.6a1.5 1.5 0 0 1-1.5-1.3zM12.5 12v-.8a3.5 3.5 0 0 1 7 0v.8"
      fill="none"
      strokeWidth="2"
      strokeLinejoin="round"
      className="stroke-on-accent"
    />
  </svg>
);

export const CartIcon = () => (
  <Icon>
    <path d="M3 4h2.2l2.3 11h10l2-8H6.2" />
    <circle cx="9" cy="19" r="1.4" />
    <circle cx="16.5" cy="19" r="1.4" />
  </Icon>
);

export const MenuIcon = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 20c.8-3.6 3.6-5.5 7-5.5s6.200 1.900 7 5.5" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon className="size-5">
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </Icon>
);

export const ImageIcon = ({ className }: { className?: string }) => (
  <Icon className={className}>
    <rect x="3.5" y="4.5" width="17" height="15" rx="2" />
    <circle cx="9" cy="10" r="1.6" />
    <path d="m4 17.5 5-4.5 3.5 3 3-2.5 5 4" />
  </Icon>
);

const smallIcon = (path: string) => () => (
  <Icon className="size-4">
    <path d={path} />
  </Icon>
);
export const CheckIcon = smallIcon('m5 12.5 4.5 4.5L19 7.5');
export const CrossIcon = smallIcon('m6.5 6.5 11 11m0-11-11 11');
export const BackIcon = smallIcon('m14 6-6 6 6 6');
