import { catalogue, type Resource, type ResourceKind, type SpecOf } from '@millrace/resources';

/** The stored form of a resource, without what every resource has. */
export function specOf<K extends ResourceKind>(resource: Resource<K>): SpecOf<K> {
  // The resource was made by this very schema, which drops the other fields.
  return catalogue[resource.kind].spec.parse(resource) as SpecOf<K>;
}
