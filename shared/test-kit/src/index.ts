export { EventProbe } from './event-probe.ts';
export { eventually } from './eventually.ts';
export * from './fixtures.ts';
export * from './invalid-inputs.ts';
export { type Answer, type Headers, Person, type Shop, signUp, signUpMany } from './person.ts';
export { ServiceProcess } from './service-process.ts';
export { StubService } from './stub-service.ts';
export { testBusConfig, testBusEnv, testDatabaseUrl } from './test-servers.ts';
export { TestService } from './test-service.ts';
