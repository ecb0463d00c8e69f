# The mounts of a further node. They begin as a copy of the machine's; what the first node has mounted goes, or its file systems would live
# on here after they were unmounted there. The disk of the cloud stays: it is no node's.
set -eu
foreign() {
  awk -v home=${home}/ -v cloud=${home}/csi/ 'index($5, home) == 1 && index($5, cloud) != 1 { print $5 }' /proc/self/mountinfo | tac
}
foreign | while read -r point; do
  # The first node works on: with a mount point that it deletes goes what is mounted there, here too.
  umount "$point" || ! foreign | grep -qxF "$point"
done
# So would what a storage driver that is tried beside the cluster has mounted out of images.
awk -v home=${home}/ '{ for (i = 7; $i != "-"; i++); }
  index($5, home) != 1 && $(i + 1) ~ /^(ext4|xfs)$/ && $(i + 2) ~ /^\/dev\/loop/ { print $5 }' /proc/self/mountinfo | tac \
  | while read -r point; do umount "$point" || true; done

bind() { # FROM TO
  mkdir -p "$1" "$2"
  mount --bind "$1" "$2"
}
bind ${home}/${node}/kubelet ${kubeletRoot}
mount --make-shared ${kubeletRoot}
bind ${home}/${node}/pod-logs ${podLogs}

# Places of which the programs of a node cannot be talked out.
for own in /run/containerd /var/lib/cni /var/lib/kubelet /var/log/containers; do
  mkdir -p "$own"
  mount -t tmpfs -o mode=0755 ${node} "$own"
done
touch ${home}/${node}/mounted
exec sleep infinity
